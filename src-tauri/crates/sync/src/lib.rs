//! Taking sessions in from the central API and getting decisions delivered to it.
