use super::*;

fn line(text: &str, x: f32, y: f32, width: f32) -> TextLine {
    let quad = Quad(Quad::of_size(width, 20.0).0.map(|p| Point {
        x: p.x + x,
        y: p.y + y,
    }));
    TextLine::new(text, quad, 0.9)
}

#[test]
fn lines_are_read_row_by_row() {
    let mut lines = vec![
        line("d", 10.0, 100.0, 40.0),
        line("b", 200.0, 8.0, 40.0),
        line("c", 10.0, 50.0, 40.0),
        line("a", 10.0, 12.0, 40.0),
    ];
    order::sort(&mut lines);
    let read: String = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(read, "abcd");
}

#[test]
fn a_part_of_a_line_is_where_its_characters_are() {
    let line = line("NOME / NAME", 100.0, 0.0, 110.0);
    let part = line.part(0..4).bounds();
    assert!((part.x - 100.0).abs() < 1e-3 && (part.width - 40.0).abs() < 1e-3);
    let last = line.part(7..11).bounds();
    assert!((last.x - 170.0).abs() < 1e-3 && (last.width - 40.0).abs() < 1e-3);
    assert_eq!(line.part(3..99), line.quad);
}

#[test]
fn what_a_line_says_does_not_print() {
    let printed = format!("{:?}", line("ROSSI", 0.0, 0.0, 50.0));
    assert!(!printed.contains("ROSSI"), "{printed}");
}
