//! InkML: W3C's XML for strokes of a pen (Recommendation of 20 September 2011), read into drawings.
//!
//! A character is an `<ink>`, a `<traceGroup>` or a `<traceView>` with its label in an `<annotation>`, of a type in `LABELS`.
//! Its traces are read by the `<traceFormat>` of their context. Brushes, mappings and canvases are passed over.

use std::collections::HashMap;
use std::path::Path;

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use super::drawing::{Drawing, Point, Stroke};
use super::file::FileError;
use super::handwriting::Handwriting;
use super::trace::{Channels, points};

/// Types of annotations that are labels, in lower case and without dashes; `truth` is CROHME's. An annotation without a type
/// is one, too.
const LABELS: [&str; 7] = ["truth", "groundtruth", "label", "transcription", "character", "symbol", "text"];

/// Reads a file's text. Where the y of a channel points upwards it is turned over, within `canvas` (width and height) where
/// that is given.
pub fn parse(path: &Path, text: &str, canvas: Option<[f64; 2]>) -> Result<Handwriting, FileError> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| FileError::line(path, error.pos().row as usize, format!("not XML: {error}")))?;
    let ids = document.descendants().filter_map(|node| Some((id(node)?, node))).collect();
    let mut reader = Reader { path, canvas, document: &document, ids, handwriting: Handwriting::default() };
    let inks: Vec<_> = document.descendants().filter(|node| is(*node, "ink")).collect();
    if inks.is_empty() {
        return Err(FileError::format(path, "XML without <ink>, expected InkML"));
    }
    for ink in inks {
        reader.gather(ink)?;
    }
    Ok(reader.handwriting)
}

struct Reader<'a> {
    path: &'a Path,
    canvas: Option<[f64; 2]>,
    document: &'a Document<'a>,
    ids: HashMap<&'a str, Node<'a, 'a>>,
    handwriting: Handwriting,
}

impl<'a> Reader<'a> {
    /// Adds the characters of a group: itself, where its label is one character, or else those of the groups in it. One that
    /// cuts a trace in two is skipped.
    fn gather(&mut self, group: Node<'a, 'a>) -> Result<(), FileError> {
        let label = annotation(group, |kind| kind.is_none_or(|kind| LABELS.contains(&kind)));
        let groups: Vec<_> =
            group.children().filter(|node| is(*node, "traceGroup") || is(*node, "traceView")).collect();
        if groups.is_empty() || label.is_some_and(|label| label.chars().count() == 1) {
            if group.descendants().any(|view| view.has_attribute("from") || view.has_attribute("to")) {
                self.handwriting.skipped += 1;
                return Ok(());
            }
            let mut strokes = Vec::new();
            self.strokes(group, &mut Vec::new(), &mut strokes)?;
            let writer = group.ancestors().find_map(|node| annotation(node, |kind| kind == Some("writer")));
            let [label, writer] = [label, writer].map(|text| text.unwrap_or_default().to_owned());
            self.handwriting.add(Drawing { label, writer, canvas: self.canvas, strokes });
            return Ok(());
        }
        groups.into_iter().try_for_each(|group| self.gather(group))
    }

    /// Adds the strokes of all traces in `node`, or to which it refers. `within` are the nodes that lead there, of which none
    /// is followed twice.
    fn strokes(
        &self,
        node: Node<'a, 'a>,
        within: &mut Vec<NodeId>,
        strokes: &mut Vec<Stroke>,
    ) -> Result<(), FileError> {
        if within.contains(&node.id()) {
            return Ok(());
        }
        within.push(node.id());
        if is(node, "trace") {
            let points = self.points(node)?;
            match (node.attribute("type"), node.attribute("continuation"), strokes.last_mut()) {
                (Some("penUp"), ..) => {}
                (_, Some("middle" | "end"), Some(stroke)) => stroke.extend(points),
                _ => strokes.push(points),
            }
        }
        if let Some(reference) = node.attribute("traceDataRef") {
            let Some(target) = self.referred(reference) else {
                return Err(
                    self.fault(node, format!("traceDataRef {reference:?}, expected the id of a trace or group"))
                );
            };
            self.strokes(target, within, strokes)?;
        }
        for child in
            node.children().filter(|child| ["trace", "traceGroup", "traceView"].iter().any(|name| is(*child, name)))
        {
            self.strokes(child, within, strokes)?;
        }
        within.pop();
        Ok(())
    }

    fn referred(&self, reference: &str) -> Option<Node<'a, 'a>> {
        self.ids.get(reference.trim_start_matches('#')).copied()
    }

    fn fault(&self, node: Node, fault: String) -> FileError {
        FileError::line(self.path, self.document.text_pos_at(node.range().start).row as usize, fault)
    }

    /// The points of a trace.
    fn points(&self, trace: Node<'a, 'a>) -> Result<Stroke, FileError> {
        let channels = self.channels(trace)?;
        let text: String = trace.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
        let points = points(&text, &channels).map_err(|fault| self.fault(trace, fault))?;
        let height = self.canvas.map_or(0.0, |[_, height]| height);
        let turn = |[x, y]: Point| [x, if channels.upwards { height - y } else { y }];
        Ok(points.into_iter().map(turn).collect())
    }

    /// The channels of a trace: those of the context that it or a group about it names, else of the last context or format
    /// before it, else x and y.
    fn channels(&self, trace: Node<'a, 'a>) -> Result<Channels, FileError> {
        let named = trace.ancestors().find_map(|node| node.attribute("contextRef"));
        let named = named.map(|reference| self.referred(reference).ok_or(reference)).transpose();
        let named = named
            .map_err(|reference| self.fault(trace, format!("contextRef {reference:?}, expected a context's id")))?;
        let before = || {
            let before = trace.ancestors().flat_map(|node| node.prev_siblings().skip(1));
            before.into_iter().find(|node| is(*node, "context") || is(*node, "traceFormat"))
        };
        let format = named.or_else(before).and_then(|context| self.format(context, &mut Vec::new()));
        let Some(format) = format else { return Ok(Channels { count: 2, x: 0, y: 1, upwards: false }) };
        let channels: Vec<_> = format.descendants().filter(|node| is(*node, "channel")).collect();
        let place = |name| {
            let place = channels.iter().position(|channel| channel.attribute("name") == Some(name));
            place.ok_or_else(|| self.fault(format, format!("a traceFormat without the channel {name}")))
        };
        let (x, y) = (place("X")?, place("Y")?);
        Ok(Channels { count: channels.len(), x, y, upwards: channels[y].attribute("orientation") == Some("-ve") })
    }

    /// The format of a context: in it, or in what it refers to.
    fn format(&self, node: Node<'a, 'a>, within: &mut Vec<NodeId>) -> Option<Node<'a, 'a>> {
        if within.contains(&node.id()) {
            return None;
        }
        within.push(node.id());
        let inside = node.descendants().find(|node| is(*node, "traceFormat"));
        inside.or_else(|| {
            let references = ["traceFormatRef", "inkSourceRef", "contextRef"];
            let referred = |name: &&str| self.format(self.referred(node.attribute(*name)?)?, within);
            references.iter().find_map(referred)
        })
    }
}

fn is(node: Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn id<'a>(node: Node<'a, 'a>) -> Option<&'a str> {
    node.attribute(("http://www.w3.org/XML/1998/namespace", "id")).or_else(|| node.attribute("id"))
}

/// The text of a node's first annotation of a type.
fn annotation<'a>(node: Node<'a, 'a>, is_meant: impl Fn(Option<&str>) -> bool) -> Option<&'a str> {
    let kind = |node: Node| node.attribute("type").map(|kind| kind.to_ascii_lowercase().replace(['-', '_', ' '], ""));
    let meant = node.children().find(|child| is(*child, "annotation") && is_meant(kind(*child).as_deref()));
    meant.and_then(|annotation| annotation.text()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Handwriting, FileError> {
        parse(Path::new("x.inkml"), text, None)
    }

    /// The label and the strokes of each drawing, and how many were skipped.
    fn check(text: &str, expected: &[(&str, &[&[Point]])], skipped: usize) {
        let found = read(text).expect(text);
        let drawings: Vec<_> = found.drawings.iter().map(|d| (d.label.clone(), d.strokes.clone())).collect();
        let strokes = |strokes: &[&[Point]]| strokes.iter().map(|stroke| stroke.to_vec()).collect::<Vec<_>>();
        let expected: Vec<_> = expected.iter().map(|(label, of)| (label.to_string(), strokes(of))).collect();
        assert_eq!((drawings, found.skipped), (expected, skipped), "{text}");
    }

    #[test]
    fn differences_are_added_up() {
        // The Recommendation's own example, its table in 3.3.1.
        let format = "<traceFormat><channel name='X'/><channel name='Y'/><intermittentChannels>
            <channel name='B1' type='boolean'/><channel name='B2' type='boolean'/></intermittentChannels></traceFormat>";
        let trace = r#"1125 18432,'23'43,"7"-8,3-5,7 -3,6 2,6 8,3 6 T,2 4 *T,3 6,3-6 F F"#;
        let text = format!("<ink>{format}<annotation type='truth'>7</annotation><trace>{trace}</trace></ink>");
        let points = [
            [1125., 18432.],
            [1148., 18475.],
            [1178., 18510.],
            [1211., 18540.],
            [1251., 18567.],
            [1297., 18596.],
            [1349., 18633.],
            [1404., 18676.],
            [1461., 18723.],
            [1521., 18776.],
            [1584., 18823.],
        ];
        check(&text, &[("7", &[&points])], 0);
    }

    #[test]
    fn a_trace_is_read_by_the_format_of_its_context() {
        let definitions = "<definitions>
            <traceFormat xml:id='turned'><channel name='T'/><channel name='Y' orientation='-ve'/><channel name='X'/></traceFormat>
            <context xml:id='a' traceFormatRef='#turned'/>
            <inkSource xml:id='pen'><traceFormat><channel name='Y'/><channel name='X'/></traceFormat></inkSource>
            <context xml:id='b' inkSourceRef='#pen'/><context xml:id='c' contextRef='#b'/>
            <context xml:id='d' contextRef='#d'/><brush xml:id='red'/></definitions>";
        let check = |ink: &str, expected: Point| {
            let ink = format!("<ink xmlns='http://www.w3.org/2003/InkML'>{definitions}{ink}</ink>");
            check(&ink, &[("7", &[&[expected]])], 0);
        };
        let label = "<annotation type='truth'>7</annotation>";
        check(&format!("{label}<trace brushRef='#red'>1 2</trace>"), [1., 2.]);
        check(&format!("{label}<trace contextRef='#a'>9 2 1</trace>"), [1., -2.]);
        check(&format!("{label}<trace contextRef='#b'>2 1</trace>"), [1., 2.]);
        check(&format!("<traceGroup contextRef='#c'>{label}<trace>2 1</trace></traceGroup>"), [1., 2.]);
        check(&format!("{label}<trace contextRef='#d'>1 2</trace>"), [1., 2.]);
        check(&format!("<context contextRef='#c'/><traceGroup>{label}<trace>2 1</trace></traceGroup>"), [1., 2.]);
        check(&format!("<context contextRef='#a'/>{label}<context contextRef='#b'/><trace>2 1</trace>"), [1., 2.]);
    }

    #[test]
    fn groups_and_views_with_a_label_are_drawings() {
        // As CROHME has it: the traces first, then an expression's symbols, which refer to them.
        let text = "<ink xmlns='http://www.w3.org/2003/InkML'>
            <traceFormat><channel name='X' type='decimal'/><channel name='Y' type='decimal'/></traceFormat>
            <annotation type='truth'>$1+\\alpha$</annotation><annotation type='writer'>w9</annotation>
            <annotation type='age'>7</annotation>
            <trace id='0'>0 0, 0 9</trace><trace id='1'>5 5, 9 5</trace><trace id='2'>7 3, 7 7</trace>
            <traceGroup xml:id='3'><annotation type='truth'>Segmentation</annotation>
              <traceGroup xml:id='4'><annotation type='truth'>1</annotation><traceView traceDataRef='0'/></traceGroup>
              <traceGroup xml:id='5'><annotation type='truth'>+</annotation><traceView traceDataRef='1'/>
                <traceView traceDataRef='#2'/><annotationXML href='+_1'/></traceGroup>
              <traceGroup xml:id='6'><annotation type='truth'>\\alpha</annotation><traceView traceDataRef='2'/></traceGroup>
            </traceGroup></ink>";
        let plus: &[&[Point]] = &[&[[5., 5.], [9., 5.]], &[[7., 3.], [7., 7.]]];
        check(text, &[("1", &[&[[0., 0.], [0., 9.]]]), ("+", plus)], 1);
        assert!(read(text).expect("InkML").drawings.iter().all(|drawing| drawing.writer == "w9"));

        let text =
            "<!DOCTYPE ink><i:ink xmlns:i='http://www.w3.org/2003/InkML'><i:annotation type='Label'> ７ </i:annotation>
            <i:trace type='penUp'>0 0</i:trace><i:trace continuation='begin'>1 1</i:trace>
            <i:trace continuation='end'>2 2</i:trace></i:ink>";
        check(text, &[("7", &[&[[1., 1.], [2., 2.]]])], 0);
        check(
            "<inks><ink><annotation>7</annotation><trace>1 <!-- x, then y --> 1</trace></ink><ink><trace>2 2</trace></ink></inks>",
            &[("7", &[&[[1., 1.]]])],
            1,
        );
        // A view of a part of a trace; and one of the group that it is in.
        let text = "<ink><trace id='a'>1 1, 2 2, 3 3</trace><traceView traceDataRef='#a' from='2'>
            <annotation type='Ground_Truth'>7</annotation></traceView><traceView traceDataRef='#a'>
            <annotation type='Ground_Truth'>1</annotation></traceView></ink>";
        check(text, &[("1", &[&[[1., 1.], [2., 2.], [3., 3.]]])], 1);
        let text = "<ink><traceGroup id='a'><annotation type='truth'>7</annotation><trace>1 1</trace>
            <traceView traceDataRef='#a'/></traceGroup></ink>";
        check(text, &[("7", &[&[[1., 1.]]])], 0);
    }

    #[test]
    fn faults_name_their_line() {
        let check = |text: &str, expected: &str| {
            let fault = read(text).expect_err(expected).to_string();
            assert!(fault.starts_with(expected), "{fault:?} should say {expected:?}");
        };
        check("<ink>\n<trace>1 2</ink>", "x.inkml, line 2: not XML: ");
        check("<inkwell/>", "x.inkml: XML without <ink>, expected InkML");
        check("<ink>\n\n<trace>1 2, 3</trace></ink>", "x.inkml, line 3: \"3\", a point of 1 values, expected 2");
        check("<ink><trace>1 2, 3 z</trace></ink>", "x.inkml, line 1: \"z\" in a point, expected a number");
        check(
            "<ink><trace>1 2 3 4 5 6 7 8 9</trace></ink>",
            "x.inkml, line 1: a point of more than 6 values, expected 2",
        );
        check("<ink>\n<traceView traceDataRef='#x'/></ink>", "x.inkml, line 2: traceDataRef \"#x\", expected the id");
        check(
            "<ink><trace contextRef='#x'>1 2</trace></ink>",
            "x.inkml, line 1: contextRef \"#x\", expected a context",
        );
        let format = "<ink>\n<traceFormat><channel name='X'/></traceFormat><trace>1 2</trace></ink>";
        check(format, "x.inkml, line 2: a traceFormat without the channel Y");
    }
}
