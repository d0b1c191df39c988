-- A session at the kiosk can be about single pieces that were asked for again:
-- its body names the pieces that it needs, what was asked for and why, and
-- whether a consent is wanted. Sessions from before are whole ones.
UPDATE kiosk_sessions SET body = json_remove(
    json_set(
        body,
        '$.pieces',
        json(
            '["document_front"'
            || CASE WHEN json_extract(body, '$.rear') THEN ',"document_rear"' ELSE '' END
            || CASE WHEN json_extract(body, '$.health_card')
                THEN ',"health_card_front","health_card_rear"' ELSE '' END
            || ',"selfie","face"]'
        ),
        '$.asked', json('[]'),
        '$.consent_required', json('true')
    ),
    '$.rear', '$.health_card'
);
