-- Pieces that the customer is asked for again: JSON object {text, pieces: array
-- of {piece, reason}}, by the stable names of domain::kiosk::Piece and
-- domain::decision::PieceReason, for the outcome ask_again.
ALTER TABLE decisions ADD COLUMN asked TEXT
    CHECK ((outcome = 'ask_again') = (asked IS NOT NULL));

-- Why a review was written down, where it was no word of the operator:
-- piece_replaced for a datum that is open again because the piece that it was
-- read on was captured anew; the operator is whose review it takes back.
ALTER TABLE field_reviews ADD COLUMN cause TEXT;
