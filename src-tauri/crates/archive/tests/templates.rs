//! A bank's own templates: what they can do, and what they cannot.

use std::{fs, path::Path, time::Duration};

use archive::{
    ArchiveError,
    pdf::{Document, Language, Typesetter, specimen},
};
use tempfile::TempDir;

/// A declaration that shows what it has to.
const GOOD: &str =
    "#set document(title: \"Declaration\")\n#for it in sys.inputs.text { par(it) }\n";

#[test]
fn a_template_of_the_bank_takes_the_place_of_ours() {
    let folder = folder(&[("declaration.typ", GOOD)]);
    let ours = render(folder.path()).expect("a document");
    let builtin = Typesetter::new()
        .render(&Document::Declaration(&declaration()), at())
        .expect("a document");
    assert!(ours != builtin, "another page");
    fs::write(
        folder.path().join("declaration.typ"),
        format!("{GOOD}= More\n"),
    )
    .expect("edited");
    let edited = render(folder.path()).expect("a document");
    assert!(edited != ours, "what was edited is read again");
}

#[test]
fn a_folder_without_templates_gives_those_of_the_product() {
    let empty = folder(&[]);
    let ours = render(empty.path()).expect("a document");
    let builtin = Typesetter::new()
        .render(&Document::Declaration(&declaration()), at())
        .expect("a document");
    assert!(ours == builtin, "byte for byte");
}

#[test]
fn what_stands_beside_a_template_can_be_used() {
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    let template =
        format!("#import \"words.typ\": greeting\n#image(\"logo.svg\")\n#greeting\n{GOOD}");
    let folder = folder(&[
        ("declaration.typ", template.as_str()),
        ("words.typ", "#let greeting = [Good day]"),
        ("logo.svg", logo),
    ]);
    render(folder.path()).expect("a document");
}

#[test]
fn what_is_wrong_with_a_template_is_said_in_one_sentence_with_its_line() {
    for (template, line, problem) in [
        ("= Title\n#sys.inputs.nobody\n", 2, "nobody"),
        ("= Title\n\n#let x = (\n", 3, "unclosed"),
        ("#image(\"logo.png\")", 1, "not found"),
        ("#read(\"/etc/hostname\")", 1, "not found"),
        ("#read(\"../secret.txt\")", 1, "escape"),
        ("#import \"@preview/cetz:0.3.4\": canvas", 1, "packages"),
        ("#let f(n) = f(n + 1)\n#f(0)", 1, "depth"),
        ("#while true {}", 1, "always true"),
        ("#plugin(\"/bin/true\")", 1, "not found"),
        ("= Only a title", 0, "text of the declaration"),
    ] {
        let folder = folder(&[("declaration.typ", template)]);
        fs::write(
            folder.path().parent().expect("a folder").join("secret.txt"),
            "secret",
        )
        .expect("a neighbour");
        let (file, found, message) = complaint(render(folder.path()));
        assert_eq!(
            (file.as_str(), found),
            ("declaration.typ", line),
            "{template}: {message}"
        );
        assert!(message.contains(problem), "{template}: {message}");
    }
}

#[test]
fn a_mistake_in_the_letterhead_is_found_there() {
    let folder = folder(&[("house.typ", "#let paper = 1 +\n")]);
    let (file, line, _) = complaint(render(folder.path()));
    assert_eq!((file.as_str(), line), ("house.typ", 1));
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_no_file_outside() {
    let outside = tempfile::NamedTempFile::new().expect("a file");
    fs::write(outside.path(), "secret").expect("written");
    let template = format!("#read(\"inside.txt\")\n{GOOD}");
    let folder = folder(&[("declaration.typ", template.as_str())]);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("inside.txt")).expect("a link");
    let (_, line, message) = complaint(render(folder.path()));
    assert_eq!(line, 1);
    assert!(message.contains("not found"), "{message}");
}

#[test]
fn a_folder_that_is_not_there_is_an_error_and_not_the_product_s_templates() {
    let folder = folder(&[]);
    let gone = folder.path().join("gone");
    let (file, _, _) = complaint(render(&gone));
    assert_eq!(file, gone.display().to_string());
}

#[test]
fn a_folder_that_holds_too_much_is_not_read() {
    let folder = folder(&[("declaration.typ", GOOD)]);
    let film = fs::File::create(folder.path().join("film.mp4")).expect("a file");
    film.set_len(17 * 1024 * 1024).expect("a large one");
    let (_, _, message) = complaint(render(folder.path()));
    assert!(message.contains("16 MiB"), "{message}");
}

#[test]
fn a_template_that_is_no_text_is_refused() {
    let folder = folder(&[]);
    fs::write(folder.path().join("declaration.typ"), b"= Caf\xE9").expect("a template");
    let (file, _, message) = complaint(render(folder.path()));
    assert_eq!(file, "declaration.typ");
    assert!(message.contains("UTF-8"), "{message}");
}

/// The loops end, only not soon: the test does not leave a thread behind.
#[test]
fn a_template_that_does_not_end_is_given_up() {
    let template = "#for a in range(9000) { for b in range(60) { let _ = calc.fact(15) } }";
    let folder = folder(&[("declaration.typ", template)]);
    let hurried = Typesetter::with_templates(folder.path()).patient_for(Duration::from_millis(1));
    let result = hurried.render(&Document::Declaration(&declaration()), at());
    let (_, _, message) = complaint(result);
    assert!(message.contains("too long"), "{message}");
}

/// Timelines and pictures prove something: a template of the bank's under
/// their name changes nothing.
#[test]
fn what_proves_something_is_set_with_our_templates() {
    let images = archive::pdf::Images {
        language: Language::Italian,
        request_id: "25319",
        pictures: Vec::new(),
    };
    let document = Document::Images(&images);
    let folder = folder(&[("images.typ", "nothing"), ("house.typ", "#let broken = (")]);
    let theirs = Typesetter::with_templates(folder.path())
        .render(&document, at())
        .expect("a document");
    let ours = Typesetter::new()
        .render(&document, at())
        .expect("a document");
    assert!(theirs == ours, "byte for byte");
}

fn declaration() -> archive::pdf::Declaration<'static> {
    specimen::declaration("Banca Esempio S.p.A.", Language::Italian)
}

fn render(folder: &Path) -> Result<Vec<u8>, ArchiveError> {
    Typesetter::with_templates(folder).render(&Document::Declaration(&declaration()), at())
}

#[track_caller]
fn complaint(result: Result<Vec<u8>, ArchiveError>) -> (String, usize, String) {
    match result {
        Err(ArchiveError::Template {
            file,
            line,
            problem,
        }) => (file, line, problem),
        other => panic!("{:?}", other.map(|pdf| pdf.len())),
    }
}

/// A folder in a folder of its own, with these files.
fn folder(files: &[(&str, &str)]) -> Inner {
    let outer = tempfile::tempdir().expect("a folder");
    let path = outer.path().join("templates");
    fs::create_dir(&path).expect("a folder");
    for (name, text) in files {
        fs::write(path.join(name), text).expect("a file");
    }
    Inner {
        _outer: outer,
        path,
    }
}

struct Inner {
    _outer: TempDir,
    path: std::path::PathBuf,
}

impl Inner {
    fn path(&self) -> &Path {
        &self.path
    }
}

fn at() -> jiff::Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("a timestamp")
}
