// TLS 1.2 with AEAD and ECDHE, and TLS 1.3; no tickets, no renegotiation.
// SPDX-License-Identifier: MIT
#include "http/tls.hpp"

#include "base/error.hpp"

#include <openssl/ssl.h>

#include <ctime>

namespace lectern::http {

std::shared_ptr<boost::asio::ssl::context> load_tls(TlsFiles const& files) {
    namespace ssl = boost::asio::ssl;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    auto* native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                    SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    static constexpr unsigned char name[] = "lectern";
    SSL_CTX_set_session_id_context(native, name, sizeof name - 1);
    boost::system::error_code error;
    context->use_certificate_chain_file(files.certificate.string(), error);
    if (error)
        throw Error("tls.certificate " + files.certificate.string() + ": " + error.message());
    context->set_password_callback( // else the library would ask at the terminal
        [](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
    context->use_private_key_file(files.key.string(), ssl::context::pem, error);
    if (error)
        throw Error("tls.key " + files.key.string() + ": " + error.message() +
                    (std::filesystem::exists(files.key)
                         ? " (a key with a pass phrase must be stored without: openssl pkey -in … -out …)"
                         : ""));
    if (SSL_CTX_check_private_key(native) != 1)
        throw Error("tls.key " + files.key.string() + " does not belong to tls.certificate " +
                    files.certificate.string());
    return context;
}

Validity validity(TlsFiles const& files) {
    auto const context = load_tls(files);
    auto const* certificate = SSL_CTX_get0_certificate(context->native_handle());
    auto const time_of = [](ASN1_TIME const* time) {
        std::tm fields{};
        if (ASN1_TIME_to_tm(time, &fields) != 1)
            throw Error("the certificate does not say how long it is valid");
        return UtcTime{std::chrono::duration_cast<milliseconds>(seconds{::timegm(&fields)})};
    };
    return {time_of(X509_get0_notBefore(certificate)), time_of(X509_get0_notAfter(certificate))};
}

} // namespace lectern::http
