package org.sterna.platform.node;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sterna.config.ListenerSettings;
import org.sterna.config.Network;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.config.TlsMode;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.dns.CheckedLine;
import org.sterna.platform.dns.DomainFacts;
import org.sterna.platform.dns.DomainRecords;
import org.sterna.platform.dns.RecordLookup;
import org.sterna.platform.dns.ZoneLine;
import org.sterna.platform.tls.ShownCertificates;
import org.sterna.platform.tls.TlsIdentity;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;

/** {@code domain dns NAME [--check]}: the records that a domain needs, as a zone file, or compared with what the DNS has. */
final class DnsAdmin {
    private final Supplier<Directory> directory;
    private final SternaSettings settings;
    private final Function<Service, ShownCertificates> certificates;
    private final RecordLookup lookup;

    DnsAdmin(Supplier<Directory> directory, SternaSettings settings, Function<Service, ShownCertificates> certificates, RecordLookup lookup) {
        this.directory = directory;
        this.settings = settings;
        this.certificates = certificates;
        this.lookup = lookup;
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Optional<Domain> domain = Domain.parse(command.get(2), AddressForm.UTF8);
        Optional<String> ours = domain.flatMap(name -> directory.get().ours(name.text()));
        if (ours.isEmpty()) {
            return DirectoryServices.refused(command.get(2) + " is no domain of ours");
        }
        String host = settings.node().hostName();
        if (host.endsWith(".localdomain")) {
            return DirectoryServices.refused("this node has no name that the DNS could know: set sterna.node.host-name");
        }
        boolean mailboxes = directory.get().settings().get(ours.get()).kind() == DomainSettings.Kind.LOCAL;
        DomainFacts facts = new DomainFacts(domain.get().text(), host, mailboxes, addresses(), sources(), offers(host), keys(domain.get().text(), ours.get()),
                NodeTrust.own(settings, ours.get()));
        DomainRecords records = new DomainRecords(facts);
        return command.contains("--check") ? check(records, facts) : DirectoryServices.done(zone(records, facts, settings.sts().serving().port() > 0));
    }

    /** Of port 25, if the settings name any; those that only this machine or this network can reach say nothing. */
    private List<InetAddress> addresses() {
        ListenerSettings smtp = settings.listener(Service.SMTP);
        return smtp.enabled() ? smtp.addresses().stream().map(each -> Network.parse(each).address()).filter(DnsAdmin::isPublic).toList() : List.of();
    }

    private List<InetAddress> sources() {
        List<InetAddress> known = addresses();
        return settings.relay().sources().pools().values().stream().flatMap(List::stream).filter(DnsAdmin::isPublic)
                .filter(each -> !known.contains(each)).distinct().toList();
    }

    private static boolean isPublic(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isSiteLocalAddress();
    }

    private List<DomainFacts.Offer> offers(String host) {
        return settings.listeners().stream().filter(ListenerSettings::enabled)
                .map(each -> new DomainFacts.Offer(each.service(), each.port(), each.tls(), shown(each, host))).toList();
    }

    /** Retired ones too: what they signed is still on its way. An alias publishes those of its domain. */
    private List<ZoneLine> keys(String domain, String ours) {
        return directory.get().keys(ours).stream().map(key -> SigningAdmin.line(domain, key.selector(), key.record())).toList();
    }

    private List<X509Certificate> shown(ListenerSettings listener, String host) {
        return listener.tls() == TlsMode.NONE ? List.of()
                : certificates.apply(listener.service()).candidates(Optional.of(host)).stream().map(TlsIdentity::chain).map(chain -> chain.get(0)).toList();
    }

    /** @param served whether this node serves our policies */
    private static String zone(DomainRecords records, DomainFacts facts, boolean served) {
        List<String> text = new ArrayList<>();
        text.add("; " + facts.domain() + ", whose mail comes to " + facts.host());
        if (facts.addresses().isEmpty()) {
            text.add("; " + facts.host() + ". needs an A and, if it has IPv6, an AAAA record, and each address a PTR record with that name");
        } else {
            text.add("; each address of " + facts.host() + " needs a PTR record with that name");
        }
        if (facts.keys().isEmpty()) {
            text.add("; no DKIM record: nothing signs for " + facts.domain() + " (./sterna domain dkim " + facts.domain() + " rotate)");
        }
        text.add("; _mta-sts only when https://mta-sts." + facts.domain() + "/.well-known/mta-sts.txt serves this (this node does" + (served ? "" : " not") + "), and the certificate");
        text.add("; of port 25 comes from an authority that others trust:");
        records.stsPolicy().lines().forEach(line -> text.add(";     " + line));
        text.add("; TLSA records count only in a zone signed with DNSSEC; change them before the key of the certificate changes");
        records.lines().forEach(line -> text.add(line.text()));
        return String.join("\n", text);
    }

    private CompletionStage<AdminResult> check(DomainRecords records, DomainFacts facts) {
        List<CompletableFuture<CheckedLine>> checks = new ArrayList<>(records.lines().stream().map(this::check).toList());
        CompletableFuture<Optional<String>> unreachable = facts.addresses().isEmpty() ? addressless(facts.host())
                : CompletableFuture.completedFuture(Optional.empty());
        return CompletableFuture.allOf(Stream.concat(checks.stream(), Stream.of(unreachable)).toArray(CompletableFuture<?>[]::new)).thenApply(all -> {
            List<CheckedLine> lines = checks.stream().map(CompletableFuture::join).toList();
            List<String> text = new ArrayList<>(lines.stream().map(CheckedLine::text).toList());
            unreachable.join().ifPresent(text::add);
            boolean good = unreachable.join().isEmpty() && lines.stream().allMatch(CheckedLine::isGood);
            return new AdminResult(good ? 0 : 1, String.join("\n", text), good ? "" : "the DNS does not have what " + facts.domain() + " needs");
        });
    }

    private CompletableFuture<CheckedLine> check(ZoneLine line) {
        return lookup.lookup(line.name(), line.type()).thenApply(result -> CheckedLine.of(line, result)).toCompletableFuture();
    }

    /** What is wrong with the addresses of the host, where we do not know which they ought to be. */
    private CompletableFuture<Optional<String>> addressless(String host) {
        return lookup.lookup(host + ".", "A").thenCombine(lookup.lookup(host + ".", "AAAA"), (four, six) ->
                Stream.of(four, six).anyMatch(RecordLookup.Result.Found.class::isInstance) ? Optional.<String>empty()
                        : Stream.of(four, six).anyMatch(RecordLookup.Result.Outage.class::isInstance) ? Optional.of("unknown " + host + ". A or AAAA")
                        : Optional.of("missing " + host + ". A or AAAA")).toCompletableFuture();
    }
}
