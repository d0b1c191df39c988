//! What is asked over TLS, in a process that trusts the test's certificates:
//! how long the central API's is good for, and pictures of the web.

use std::{env, fs, path::PathBuf, process::Command, sync::Arc};

use outbox::{Connector, ConnectorConfig, Pictures, SyncError};
use rcgen::{CertificateParams, KeyPair};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

/// Where the certificates that count are read from; must be set before the
/// process begins.
const TRUSTED: &str = "SSL_CERT_FILE";
/// What is served, whatever is asked for.
const PICTURE: &[u8] = b"as good as a picture";
const MARK: &str = "SYNC_TEST_CERTIFICATE";

#[test]
fn the_end_of_the_certificate_is_read_from_the_connection() {
    if env::var_os(MARK).is_some() {
        tokio::runtime::Runtime::new()
            .expect("a runtime")
            .block_on(in_a_process_that_trusts());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let name = "certificate::the_end_of_the_certificate_is_read_from_the_connection";
    let output = Command::new(env::current_exe().expect("this program"))
        .args([name, "--exact", "--nocapture"])
        .env(TRUSTED, folder.path().join("trusted.pem"))
        .env(MARK, "1")
        .output()
        .expect("this program again");
    let said = String::from_utf8_lossy(&output.stdout);
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("1 passed"), "{said}\n{why}");
}

async fn in_a_process_that_trusts() {
    let good = Certificate::of((2020, 2099));
    let over = Certificate::of((2020, 2021));
    let trusted = PathBuf::from(env::var_os(TRUSTED).expect("it was set"));
    fs::write(trusted, format!("{}{}", good.pem, over.pem)).expect("a file");

    let ends = connector(&good.serve().await).certificate_ends().await;
    let expected = "2099-01-01T00:00:00Z".parse().expect("an instant");
    assert_eq!(ends.expect("an answer"), Some(expected));
    let ends = connector(&over.serve().await).certificate_ends().await;
    assert!(
        matches!(ends, Err(SyncError::Unreachable { .. })),
        "nothing is said over it: {ends:?}"
    );

    let logo = format!("{}/logo.png", good.serve().await);
    let anywhere = Pictures::among(|_| true).expect("encryption");
    let picture = anywhere.fetch(&logo).await.expect("a picture");
    assert_eq!(picture, PICTURE);
    let pictures = Pictures::of_the_web().expect("encryption");
    let inside = pictures.fetch(&logo).await;
    assert!(
        matches!(inside, Err(SyncError::Unreachable { .. })),
        "this machine is not on the public internet: {inside:?}"
    );

    let clear = connector("http://127.0.0.1:9").certificate_ends().await;
    assert_eq!(clear.expect("nothing is asked"), None, "no certificate");
}

fn connector(base_url: &str) -> Connector {
    Connector::new(ConnectorConfig {
        base_url: base_url.to_owned(),
        ..ConnectorConfig::default()
    })
    .expect("an address")
}

/// A certificate for this machine that vouches for itself.
struct Certificate {
    der: Vec<u8>,
    pem: String,
    key: KeyPair,
}

impl Certificate {
    /// From the beginning of one year to the beginning of the other.
    fn of(years: (i32, i32)) -> Self {
        let key = KeyPair::generate().expect("a key");
        let names = vec!["localhost".to_owned()];
        let mut parameters = CertificateParams::new(names).expect("a name");
        parameters.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let certificate = parameters.self_signed(&key).expect("a certificate");
        Self {
            der: certificate.der().to_vec(),
            pem: certificate.pem(),
            key,
        }
    }

    /// Serves the same answer under it again and again; gives the address.
    async fn serve(&self) -> String {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![self.der.clone().into()], key)
            .expect("a certificate with its key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever does not trust it goes away.
                answer(&acceptor, stream).await.ok();
            }
        });
        format!("https://localhost:{port}")
    }
}

async fn answer(acceptor: &TlsAcceptor, stream: TcpStream) -> std::io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let mut question = [0; 4096];
    if stream.read(&mut question).await? == 0 {
        return Ok(());
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\nconnection: close\r\n\r\n")
        .await?;
    // Whoever asks for the head alone has gone by now.
    stream.write_all(PICTURE).await.ok();
    stream.shutdown().await
}
