//! The page, in a real Chromium: one program for all of its tests, so that they are linked once and share the cores.

mod again;
mod alone;
mod corrected;
mod drawing;
mod everybody;
mod faults;
mod layout;
mod live;
mod number;
mod path;
mod picture;
mod raster;
mod rejected;
mod segmentation;
mod strange;
mod why;
