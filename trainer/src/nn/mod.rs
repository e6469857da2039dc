//! Neural networks while they learn: parameters, batches that go through them forward and back, and the optimizer that
//! steps down the gradient. A multilayer perceptron, which the function reads digits with, and a convolutional network.

pub mod parameters;
pub mod batch;
pub mod matmul;
pub mod activation;
pub mod loss;
pub mod perceptron;
mod convolution;
pub mod convnet;
pub mod schedule;
pub mod adam;
