//! Sessions at the kiosk for single pieces that were asked for again.

use domain::{
    decision::{PieceAsked, PieceReason},
    kiosk::{Needs, Piece},
};
use store::ShipmentStep;

use crate::{
    kiosk::{kiosk, package, session},
    support::{Desk, execute},
};

#[tokio::test]
async fn a_session_for_one_piece_comes_back_and_sends_no_video() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let mut session = session(true);
    session.request.asked = vec![PieceAsked {
        piece: Piece::DocumentRear,
        reason: PieceReason::Glare,
    }];
    session.request.needs = Needs::again(&session.request.asked, false, false);
    kiosk.begin(&session).await.expect("nobody else is here");
    let open = kiosk.open_session().await.expect("an answer");
    assert_eq!(open.as_ref(), Some(&session));
    let submitted = kiosk.submit(&session, &package()).await;
    submitted.expect("it is open");
    let step = ShipmentStep::Evidence;
    kiosk.sending(session.id, step).await.expect("it waits");
    let last = kiosk.arrived(session.id, step).await.expect("it was begun");
    assert!(last, "nothing else is sent");
}

#[tokio::test]
async fn a_session_from_before_single_pieces_is_a_whole_one() {
    let desk = Desk::open().await;
    let kiosk = kiosk(&desk.store);
    let session = session(true);
    kiosk.begin(&session).await.expect("nobody else is here");
    let mut raw = desk.raw().await;
    let before = "UPDATE kiosk_sessions SET body = json_remove(json_set(body, '$.rear', json('true'), \
        '$.health_card', json('false')), '$.pieces', '$.asked', '$.consent_required')";
    execute(&mut raw, before).await;
    let migration = include_str!("../../../../../migrations/desk/0042_kiosk_pieces.sql");
    execute(&mut raw, migration).await;
    let open = kiosk.open_session().await.expect("an answer");
    assert_eq!(open, Some(session));
}
