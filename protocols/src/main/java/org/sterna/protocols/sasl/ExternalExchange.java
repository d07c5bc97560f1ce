package org.sterna.protocols.sasl;

import java.util.Optional;

/** EXTERNAL: an authorization identity, or nothing, in one message. RFC 4422 appendix A. */
record ExternalExchange() implements SaslExchange {
    @Override
    public SaslStep on(String line) {
        if (Response.cancels(line)) {
            return new SaslStep.Cancelled();
        }
        return Response.decode(line).filter(name -> name.isEmpty() || Response.isName(name))
                .<SaslStep>map(name -> new SaslQuestion.CertificateShown(Optional.of(name).filter(each -> !each.isEmpty())))
                .orElse(new SaslStep.Malformed("not an authorization identity in base64"));
    }
}
