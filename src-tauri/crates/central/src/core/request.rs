//! A request: one session, as the database holds it.

use domain::{Level, failure::FailReason, session::State};
use jiff::Timestamp;
use sqlx::{FromRow, SqliteConnection};

use super::{
    Central,
    again::{self, Asked},
    decision::{self, Decision, Outcome},
    declared::Declared,
    evidence::{self, Evidence},
    failure, kiosk_code,
    otp::{self, Proof},
    partner::PartnerSession,
    readings::{CheckMark, Readings, Resemblance, level},
    scratchcard::Scratchcard,
};
use crate::CentralError;

/// The profile of requests that come from the Openapi face.
pub(crate) const PARTNER_PROFILE: &str = "PFnubeAFCiudadano";

/// A request with everything that belongs to it.
pub(crate) struct Request {
    pub(crate) pk: i64,
    pub(crate) external_reference: Option<String>,
    /// Serial number of its scratchcard.
    pub(crate) scratchcard: String,
    pub(crate) registration_authority: i64,
    pub(crate) profile: String,
    pub(crate) state: State,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// When it was approved, refused or cancelled.
    pub(crate) decided_at: Option<Timestamp>,
    pub(crate) declared: Declared,
    pub(crate) identification_rao: Option<i64>,
    pub(crate) refusal_reason: Option<String>,
    /// Why its capture failed last, if it ever did.
    pub(crate) failure: Option<FailReason>,
    pub(crate) video_pk: i64,
    pub(crate) video_identifier: String,
    /// The code that it goes by at a kiosk; requests of an older server have none.
    pub(crate) kiosk_code: Option<String>,
    /// Digest of the evidence JSON as it came.
    pub(crate) upload_sha256: Option<String>,
    pub(crate) readings: Option<Readings>,
    pub(crate) receipt_serial: Option<String>,
    /// Who drew up the declaration.
    pub(crate) receipt_by: Option<i64>,
    /// Who drew up the contract.
    pub(crate) contract_by: Option<i64>,
    /// What was decided, in order.
    pub(crate) decisions: Vec<Decision>,
    pub(crate) evidence: Vec<Evidence>,
    /// What was asked for again.
    pub(crate) asked: Asked,
    /// The partner's session, where the request comes from one.
    pub(crate) partner: Option<PartnerSession>,
    /// The proof of its phone number, where a code was ever sent.
    pub(crate) proof: Option<Proof>,
}

/// What a new request is made of.
pub(crate) struct NewRequest {
    pub(crate) external_reference: Option<String>,
    pub(crate) profile: String,
    pub(crate) declared: Declared,
    pub(crate) identification_rao: Option<i64>,
}

#[derive(FromRow)]
struct Row {
    pk: i64,
    external_reference: Option<String>,
    scratchcard: String,
    registration_authority: i64,
    profile: String,
    state: String,
    created_at: String,
    updated_at: String,
    decided_at: Option<String>,
    declared: String,
    identification_rao: Option<i64>,
    refusal_reason: Option<String>,
    failure_id: Option<String>,
    failure_code: Option<String>,
    video_pk: i64,
    video_identifier: String,
    kiosk_code: Option<String>,
    upload_sha256: Option<String>,
    acceptance: Option<String>,
    ocr_data: Option<String>,
    security_checks: Option<String>,
    similarity_level: Option<String>,
    similarity_score: Option<i64>,
    receipt_serial: Option<String>,
    receipt_by: Option<i64>,
    contract_by: Option<i64>,
}

impl Request {
    /// The request with this `pk`.
    pub(crate) async fn find(db: &mut SqliteConnection, pk: i64) -> Result<Self, CentralError> {
        let row = sqlx::query_as::<_, Row>("SELECT * FROM request WHERE pk = ?1")
            .bind(pk)
            .fetch_optional(&mut *db)
            .await?;
        Self::complete(db, row).await
    }

    /// The request whose evidence goes by `video_pk`.
    pub(crate) async fn by_video_pk(
        db: &mut SqliteConnection,
        video_pk: i64,
    ) -> Result<Self, CentralError> {
        let row = sqlx::query_as::<_, Row>("SELECT * FROM request WHERE video_pk = ?1")
            .bind(video_pk)
            .fetch_optional(&mut *db)
            .await?;
        Self::complete(db, row).await
    }

    /// The request whose video goes by `identifier`.
    pub(crate) async fn by_video(
        db: &mut SqliteConnection,
        identifier: &str,
    ) -> Result<Self, CentralError> {
        let row = sqlx::query_as::<_, Row>("SELECT * FROM request WHERE video_identifier = ?1")
            .bind(identifier)
            .fetch_optional(&mut *db)
            .await?;
        Self::complete(db, row).await
    }

    /// The request that goes by `code`: its kiosk code, in whatever case and
    /// groups, its external reference, its video identifier or its `pk`.
    pub(crate) async fn by_code(
        db: &mut SqliteConnection,
        code: &str,
    ) -> Result<Self, CentralError> {
        let row = sqlx::query_as::<_, Row>(
            "SELECT * FROM request
             WHERE kiosk_code = ?1 OR external_reference = ?2 OR video_identifier = ?2 OR pk = ?3
             ORDER BY kiosk_code IS ?1 DESC, external_reference IS ?2 DESC, pk IS ?3 LIMIT 1",
        )
        .bind(kiosk_code::packed(code))
        .bind(code)
        .bind(code.parse::<i64>().ok())
        .fetch_optional(&mut *db)
        .await?;
        Self::complete(db, row).await
    }

    /// Makes a request on `scratchcard`, in the same transaction.
    pub(crate) async fn make(
        central: &Central,
        tx: &mut SqliteConnection,
        scratchcard: &Scratchcard,
        new: NewRequest,
    ) -> Result<Self, CentralError> {
        scratchcard.spend(tx, central.now()).await?;
        let now = central.now().to_string();
        let (pk,): (i64,) = sqlx::query_as(
            "INSERT INTO request (external_reference, scratchcard, registration_authority, profile,
                 state, created_at, updated_at, declared, identification_rao, video_pk, video_identifier, kiosk_code)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8,
                 (SELECT COALESCE(MAX(video_pk), 0) + 1 FROM request), ?9, ?10)
             RETURNING pk",
        )
        .bind(new.external_reference)
        .bind(&scratchcard.sn)
        .bind(scratchcard.registration_authority)
        .bind(new.profile)
        .bind(State::Capturing.name())
        .bind(now)
        .bind(new.declared.to_json())
        .bind(new.identification_rao)
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(kiosk_code::fresh())
        .fetch_one(&mut *tx)
        .await?;
        Self::find(tx, pk).await
    }

    /// What was declared, or else read, for a field of the vendor's name.
    pub(crate) fn known(&self, field: &str) -> Option<&str> {
        self.declared.get(field).or_else(|| self.read(field))
    }

    /// What was read for a field of the vendor's name.
    pub(crate) fn read(&self, field: &str) -> Option<&str> {
        self.readings
            .as_ref()
            .and_then(|readings| readings.text(field))
    }

    /// The officer who came to this `outcome`, if one did.
    pub(crate) fn decided_by(&self, outcome: Outcome) -> Option<i64> {
        self.decisions
            .iter()
            .find(|decision| decision.outcome == outcome)
            .map(|decision| decision.rao)
    }

    /// The fields without which a request is not approved, and that were
    /// neither declared nor read.
    pub(crate) fn missing_fields(&self) -> Vec<&'static str> {
        let wants_phone = self
            .partner
            .as_ref()
            .is_none_or(|partner| partner.wants_phone);
        ["given_name", "surname_1", "serial_number", "email"]
            .into_iter()
            .chain(wants_phone.then_some("mobile_phone_number"))
            .filter(|field| self.known(field).is_none())
            .collect()
    }

    async fn complete(db: &mut SqliteConnection, row: Option<Row>) -> Result<Self, CentralError> {
        let row = row.ok_or(CentralError::NoSuchRequest)?;
        let evidence = evidence::of(db, row.pk).await?;
        let partner = PartnerSession::of_request(db, row.pk).await?;
        let decisions = decision::of(db, row.pk).await?;
        let proof = otp::proof(db, row.pk).await?;
        let asked = again::of(db, row.pk).await?;
        let request = row.into_request(evidence, partner, decisions, proof)?;
        Ok(Request { asked, ..request })
    }
}

impl Row {
    fn into_request(
        self,
        evidence: Vec<Evidence>,
        partner: Option<PartnerSession>,
        decisions: Vec<Decision>,
        proof: Option<Proof>,
    ) -> Result<Request, CentralError> {
        let failure = match (&self.failure_id, &self.failure_code) {
            (Some(id), Some(code)) => Some(failure::read(id, code)?),
            (None | Some(_), _) => None,
        };
        let mut readings = self.readings()?;
        if let (Some(readings), Some(proof)) = (&mut readings, &proof) {
            readings.know_phone(proof.confirmed_at.is_some());
        }
        Ok(Request {
            pk: self.pk,
            external_reference: self.external_reference,
            scratchcard: self.scratchcard,
            registration_authority: self.registration_authority,
            profile: self.profile,
            state: State::from_name(&self.state),
            created_at: instant(&self.created_at)?,
            updated_at: instant(&self.updated_at)?,
            decided_at: self.decided_at.as_deref().map(instant).transpose()?,
            declared: Declared::from_json(&self.declared)?,
            identification_rao: self.identification_rao,
            refusal_reason: self.refusal_reason,
            failure,
            video_pk: self.video_pk,
            video_identifier: self.video_identifier,
            kiosk_code: self.kiosk_code,
            upload_sha256: self.upload_sha256,
            readings,
            receipt_serial: self.receipt_serial,
            receipt_by: self.receipt_by,
            contract_by: self.contract_by,
            decisions,
            evidence,
            asked: Asked::default(),
            partner,
            proof,
        })
    }

    fn readings(&self) -> Result<Option<Readings>, CentralError> {
        let damaged = |_| CentralError::Damaged("the readings of a request");
        let Some(acceptance) = &self.acceptance else {
            return Ok(None);
        };
        let ocr = self.ocr_data.as_deref().unwrap_or("{}");
        let checks: Vec<(String, bool)> =
            serde_json::from_str(self.security_checks.as_deref().unwrap_or("[]"))
                .map_err(damaged)?;
        Ok(Some(Readings {
            acceptance: serde_json::from_str::<serde_json::Map<_, _>>(acceptance)
                .map_err(damaged)?
                .into(),
            ocr: serde_json::from_str::<serde_json::Map<_, _>>(ocr)
                .map_err(damaged)?
                .into(),
            checks: checks
                .into_iter()
                .map(|(name, passed)| {
                    let mark = if passed {
                        CheckMark::Passed
                    } else {
                        CheckMark::Failed
                    };
                    (name, mark)
                })
                .collect(),
            similarity: self
                .similarity_level
                .as_deref()
                .and_then(level)
                .map(|level: Level| Resemblance {
                    level,
                    score: self
                        .similarity_score
                        .and_then(|score| score.try_into().ok()),
                }),
        }))
    }
}

/// Writes down what a capture read, and the digest of the upload it came in.
pub(crate) async fn write_readings(
    central: &Central,
    tx: &mut SqliteConnection,
    pk: i64,
    readings: &Readings,
    upload_sha256: &str,
) -> Result<(), CentralError> {
    let json = |value: &serde_json::Map<_, _>| {
        serde_json::to_string(value).expect("a JSON object is always JSON")
    };
    let checks: Vec<(&str, bool)> = readings
        .checks
        .iter()
        .map(|(name, mark)| (name.as_str(), *mark == CheckMark::Passed))
        .collect();
    sqlx::query(
        "UPDATE request SET acceptance = ?2, ocr_data = ?3, security_checks = ?4,
             similarity_level = ?5, similarity_score = ?6, upload_sha256 = ?7, updated_at = ?8
         WHERE pk = ?1",
    )
    .bind(pk)
    .bind(json(readings.acceptance.reveal()))
    .bind(json(readings.ocr.reveal()))
    .bind(serde_json::to_string(&checks).expect("texts and booleans are always JSON"))
    .bind(readings.similarity.map(|it| it.level.name()))
    .bind(readings.similarity.and_then(|it| it.score).map(i64::from))
    .bind(upload_sha256)
    .bind(central.now().to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// Writes down what `request` declares.
pub(crate) async fn write_declared(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &Request,
) -> Result<(), CentralError> {
    sqlx::query("UPDATE request SET declared = ?2, updated_at = ?3 WHERE pk = ?1")
        .bind(request.pk)
        .bind(request.declared.to_json())
        .bind(central.now().to_string())
        .execute(tx)
        .await?;
    Ok(())
}

/// Writes down why the capture of `request` failed.
pub(crate) async fn write_failure(
    central: &Central,
    tx: &mut SqliteConnection,
    request: &Request,
) -> Result<(), CentralError> {
    sqlx::query(
        "UPDATE request SET failure_id = ?2, failure_code = ?3, updated_at = ?4 WHERE pk = ?1",
    )
    .bind(request.pk)
    .bind(request.failure.as_ref().map(|reason| &reason.id))
    .bind(request.failure.as_ref().map(FailReason::code))
    .bind(central.now().to_string())
    .execute(tx)
    .await?;
    Ok(())
}

/// Reads an instant of the database.
pub(crate) fn instant(text: &str) -> Result<Timestamp, CentralError> {
    text.parse()
        .map_err(|_| CentralError::Damaged("an instant"))
}
