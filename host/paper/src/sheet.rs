//! One page to draw on: millimetres from the upper left corner, and every piece of content either in
//! the structure that a screen reader follows or marked as mere decoration.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, SpanTag, Tag, TagGroup, TagKind,
};
use krilla::text::TextDirection;

use crate::face::{Face, Faces};
use crate::logo::Logo;

/// A4.
pub(crate) const WIDTH: f32 = 210.0;
pub(crate) const HEIGHT: f32 = 297.0;

/// Millimetres as points.
pub(crate) fn points(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

fn millimetres(points: f32) -> f32 {
    points * 25.4 / 72.0
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// In points.
    pub size: f32,
    pub bold: bool,
    /// Grey, for what only names what follows.
    pub faint: bool,
}

impl Style {
    pub const fn regular(size: f32) -> Style {
        Style { size, bold: false, faint: false }
    }

    pub const fn bold(size: f32) -> Style {
        Style { size, bold: true, faint: false }
    }

    /// What names a value.
    pub const LABEL: Style = Style { size: 6.5, bold: false, faint: true };

    /// From one line to the next, in millimetres.
    fn leading(self) -> f32 {
        millimetres(self.size * 1.3)
    }
}

pub(crate) struct Sheet<'a> {
    surface: Surface<'a>,
    faces: &'static Faces,
    page: usize,
}

impl<'a> Sheet<'a> {
    pub fn new(surface: Surface<'a>, faces: &'static Faces, page: usize) -> Sheet<'a> {
        Sheet { surface, faces, page }
    }

    pub fn finish(self) {
        self.surface.finish();
    }

    fn face(&self, style: Style) -> &'static Face {
        if style.bold { &self.faces.bold } else { &self.faces.regular }
    }

    /// How wide a text is, in millimetres.
    pub fn width(&self, style: Style, text: &str) -> f32 {
        millimetres(self.face(style).width(text, style.size))
    }

    /// One line of text; `y` is its base line.
    fn line(&mut self, x: f32, y: f32, style: Style, text: &str) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        self.ink(if style.faint { 90 } else { 0 });
        let font = self.face(style).font.clone();
        let at = Point::from_xy(points(x), points(y));
        self.surface.draw_text(at, font, style.size, text, false, TextDirection::LeftToRight);
        self.surface.end_tagged();
        id
    }

    /// A text in as many lines as it takes, under a tag of its own; gives where the next text begins.
    pub fn text(
        &mut self,
        tag: impl Into<TagKind>,
        (x, y): (f32, f32),
        width: f32,
        style: Style,
        text: &str,
    ) -> (TagGroup, f32) {
        let lines = self.face(style).lines(text, style.size, points(width));
        self.lines(tag, (x, y), style, lines, " ")
    }

    /// A text without spaces, cut where the line is full.
    pub fn code(&mut self, (x, y): (f32, f32), width: f32, style: Style, text: &str) -> (TagGroup, f32) {
        let lines = self.face(style).pieces(text, style.size, points(width));
        let whole = Tag::P.with_actual_text(Some(text.to_owned()));
        self.lines(whole, (x, y), style, lines, "")
    }

    fn lines(
        &mut self,
        tag: impl Into<TagKind>,
        (x, mut y): (f32, f32),
        style: Style,
        lines: Vec<String>,
        between: &str,
    ) -> (TagGroup, f32) {
        let mut group = TagGroup::new(tag);
        let last = lines.len() - 1;
        for (at, line) in lines.into_iter().enumerate() {
            let line = if at < last { line + between } else { line };
            group.push(self.line(x, y, style, &line));
            y += style.leading();
        }
        (group, y)
    }

    /// A value under its name, as one paragraph. It ends in dots when it is wider than its place.
    pub fn field(
        &mut self,
        (x, y): (f32, f32),
        width: f32,
        name: &str,
        style: Style,
        value: &str,
    ) -> TagGroup {
        let face = self.face(style);
        let mut shown = face.lines(value, style.size, points(width));
        let cut = shown.len() > 1;
        let mut first = shown.swap_remove(0);
        while cut && face.width(&format!("{first}…"), style.size) > points(width) && first.pop().is_some() {
        }
        if cut {
            first.push('…');
        }
        let mut group = TagGroup::new(Tag::P);
        group.push(self.line(x, y, Style::LABEL, &format!("{name}: ")));
        group.push(self.line(x, y + style.leading(), style, &first));
        group
    }

    /// A picture of code or logo, with what it says in words.
    pub fn figure(
        &mut self,
        alt: String,
        (x, y, width, height): (f32, f32, f32, f32),
        draw: impl FnOnce(&mut Self),
    ) -> TagGroup {
        let place = Rect::from_xywh(points(x), points(y), points(width), points(height));
        let tag = Tag::Figure(Some(alt)).with_bbox(place.map(|place| BBox::new(self.page, place)));
        let id = self.surface.start_tagged(ContentTag::Other);
        draw(self);
        self.surface.end_tagged();
        TagGroup::with_children(tag, vec![Node::Leaf(id)])
    }

    /// A black area.
    pub fn area(&mut self, path: &Path) {
        self.ink(0);
        self.surface.draw_path(path);
    }

    /// The provider's picture, as high as that.
    pub fn logo(&mut self, logo: &Logo, x: f32, y: f32, height: f32) {
        let Some(size) = Size::from_wh(points(height * logo.ratio()), points(height)) else { return };
        self.surface.push_transform(&Transform::from_translate(points(x), points(y)));
        self.surface.draw_image(logo.image(), size);
        self.surface.pop();
    }

    /// A frame, which only guides the eye.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let Some(place) = Rect::from_xywh(points(x), points(y), points(width), points(height)) else {
            return;
        };
        let mut path = PathBuilder::new();
        path.push_rect(place);
        self.decoration(path, None);
    }

    /// A line to cut along.
    pub fn cut(&mut self, x: f32, y: f32, width: f32) {
        let mut path = PathBuilder::new();
        path.move_to(points(x), points(y));
        path.line_to(points(x + width), points(y));
        self.decoration(path, Some(StrokeDash { array: vec![3.0, 3.0], offset: 0.0 }));
    }

    fn decoration(&mut self, path: PathBuilder, dash: Option<StrokeDash>) {
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke { width: 0.5, dash, ..Stroke::default() }));
        self.surface.draw_path(&path);
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    fn ink(&mut self, grey: u8) {
        let paint = rgb::Color::new(grey, grey, grey).into();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }));
    }
}
