//! The templates of declaration and contract, looked at before they are used.

use std::path::PathBuf;

use archive::{
    ArchiveError,
    pdf::{Document, Language, Typesetter, specimen},
};
use domain::operator::Act;
use jiff::Timestamp;

use super::Desk;
use crate::WorkflowError;

/// A template that a house may put its own in the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The page of the operator's declaration.
    Declaration,
    /// The contract with the customer.
    Contract,
}

/// A template as it is now.
#[derive(Debug, Clone)]
pub struct TemplatePreview {
    /// Which one.
    pub template: Template,
    /// What it makes of a specimen, as a PDF, or why it makes nothing.
    pub outcome: Result<Vec<u8>, TemplateProblem>,
}

/// Why a template makes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The file that is wrong.
    pub file: String,
    /// Its line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, in the words of the compiler.
    pub problem: String,
}

impl Desk {
    /// What the templates make of a specimen in `language`, as they are in
    /// their folder now.
    ///
    /// # Errors
    ///
    /// When the role does not look after the desk. What is wrong with a
    /// template is no error: it is what there is to see.
    pub async fn template_previews(
        &self,
        language: Language,
    ) -> Result<Vec<TemplatePreview>, WorkflowError> {
        self.permitted(Act::Administer)?;
        let provider = self.inner.provider.clone();
        self.typeset(move |typesetter, at| {
            [Template::Declaration, Template::Contract]
                .into_iter()
                .map(|template| {
                    let made = specimen_of(template, &provider, language, typesetter, at);
                    let outcome = match made {
                        Ok(pdf) => Ok(pdf),
                        Err(error) => Err(problem(error)?),
                    };
                    Ok(TemplatePreview { template, outcome })
                })
                .collect()
        })
        .await
    }

    /// Where the house's templates are; none where the product's are used.
    ///
    /// # Errors
    ///
    /// When the role does not look after the desk.
    pub fn template_folder(&self) -> Result<Option<PathBuf>, WorkflowError> {
        self.permitted(Act::Administer)?;
        Ok(self.inner.papers.templates.clone())
    }
}

fn specimen_of(
    template: Template,
    provider: &str,
    language: Language,
    typesetter: &Typesetter,
    at: Timestamp,
) -> Result<Vec<u8>, ArchiveError> {
    match template {
        Template::Declaration => {
            let declaration = specimen::declaration(provider, language);
            typesetter.render(&Document::Declaration(&declaration), at)
        }
        Template::Contract => {
            let contract = specimen::contract(provider, language);
            typesetter.render(&Document::Contract(&contract), at)
        }
    }
}

/// What is wrong with a template; another error stays one.
fn problem(error: ArchiveError) -> Result<TemplateProblem, ArchiveError> {
    if let ArchiveError::Template {
        file,
        line,
        problem,
    } = error
    {
        let line = Some(line).filter(|line| *line > 0);
        return Ok(TemplateProblem {
            file,
            line,
            problem,
        });
    }
    Err(error)
}
