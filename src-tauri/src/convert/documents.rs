//! The templates of declaration and contract for the window.

use std::path::Path;

use domain::evidence::Media;
use workflow::desk::{Template, TemplatePreview, TemplateProblem};

use crate::{dto, media::MediaServer};

/// What the templates make of a specimen, with addresses of their PDFs.
pub(crate) fn templates_view(
    folder: Option<&Path>,
    previews: Vec<TemplatePreview>,
    media: &MediaServer,
) -> dto::TemplatesView {
    let (mut made, mut named) = (Vec::new(), Vec::new());
    for TemplatePreview { template, outcome } in previews {
        let problem = match outcome {
            Ok(pdf) => {
                made.push(pdf);
                None
            }
            Err(problem) => Some(problem_view(problem)),
        };
        named.push((template, problem));
    }
    let mut urls = media.show(made, Media::Pdf).into_iter();
    dto::TemplatesView {
        folder: folder.map(|folder| folder.display().to_string()),
        previews: named
            .into_iter()
            .map(|(template, problem)| dto::TemplatePreviewView {
                template: match template {
                    Template::Declaration => dto::TemplateName::Declaration,
                    Template::Contract => dto::TemplateName::Contract,
                },
                url: if problem.is_none() { urls.next() } else { None },
                problem,
            })
            .collect(),
    }
}

fn problem_view(problem: TemplateProblem) -> dto::TemplateProblemView {
    dto::TemplateProblemView {
        file: problem.file,
        line: problem.line.and_then(|line| u32::try_from(line).ok()),
        message: problem.problem,
    }
}
