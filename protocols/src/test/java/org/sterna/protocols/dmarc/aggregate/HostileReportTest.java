package org.sterna.protocols.dmarc.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.protocols.feedback.ReportFile;

/** Reports that are meant to do harm: each is refused with bounded work. */
@Timeout(20)
class HostileReportTest {
    /** Unpacked, in octets. */
    private static final int BOMB = 1 << 28;

    @TempDir
    Path folder;

    @Test
    void noFileIsRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "stolen");
        for (String doctype : new String[] {"<!DOCTYPE feedback [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]>",
            "<!DOCTYPE feedback SYSTEM '" + secret.toUri() + "'>", "<!DOCTYPE feedback [<!ENTITY % p SYSTEM '" + secret.toUri() + "'> %p;]>",
            "<!DOCTYPE feedback PUBLIC '-//X' 'http://127.0.0.1:1/x'>", "<!DOCTYPE feedback>"}) {
            refused(doctype + feedback("&x;"));
            refused(doctype + feedback("example.com"));
        }
        refused(feedback("&x;"));
        refused("<feedback xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='" + secret.toUri() + "'/></feedback>");
    }

    @Test
    void entitiesDoNotExpand() {
        StringBuilder doctype = new StringBuilder("<!DOCTYPE feedback [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 40; i++) {
            doctype.append("<!ENTITY a").append(i).append(" '&a").append(i - 1).append(";&a").append(i - 1).append(";'>");
        }
        refused(doctype + "]>" + feedback("&a39;"));
        refused("<!DOCTYPE feedback [<!ENTITY a '" + "x".repeat(1_000_000) + "'>]>" + feedback("&a;".repeat(100_000)));
    }

    @Test
    void aGzipBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb, 1 << 16)) {
            zeros(gzip);
        }
        refused(bomb.toByteArray());
        refused(ReportFile.gzip(bomb.toByteArray()));
    }

    @Test
    void aZipBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("report.xml"));
            zeros(zip);
        }
        refused(bomb.toByteArray());
        ByteArrayOutputStream folders = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(folders)) {
            for (int i = 0; i < 20_000; i++) {
                zip.putNextEntry(new ZipEntry("d" + i + "/"));
            }
        }
        refused(folders.toByteArray());
    }

    @Test
    void depthBreadthAndLength() {
        refused("<feedback>" + "<a>".repeat(1_000_000));
        refused("<a>".repeat(3_000_000));
        refused("<feedback><record>" + "<a/>".repeat(2_000_000));
        refused("<feedback>" + "<record><row><count>1</count></row></record>".repeat(200_000));
        StringBuilder attributes = new StringBuilder("<feedback");
        for (int i = 0; i < 500_000; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        refused(attributes + "/>");
        refused("<feedback><" + "n".repeat(5_000_000) + "/></feedback>");
    }

    @Test
    void aLongTextIsCut() {
        AggregateReading reading = AggregateReader.ofFile(feedback("e".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8), Reports.MAX_OCTETS);
        assertThat(((AggregateReading.Read) reading).report().policy().domain()).hasSize(1000);
    }

    @Test
    void noiseIsUnreadable() {
        Random random = new Random(7489);
        byte[] gzip = AggregateWriter.gzip(Reports.full());
        byte[] mail = Reports.sample("feedback/102.eml");
        for (int i = 0; i < 2000; i++) {
            for (byte[] original : new byte[][] {gzip, Reports.sample("feedback/002.xml")}) {
                byte[] noisy = original.clone();
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
                assertThat(AggregateReader.ofFile(noisy, Reports.MAX_OCTETS)).isNotNull();
            }
            byte[] noisy = mail.clone();
            noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
            assertThat(AggregateReader.ofMessage(noisy, Reports.MAX_OCTETS)).isNotNull();
        }
    }

    @Test
    void nothingIsWrittenToTheProcess() {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            byte[] broken = feedback("example.com").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < broken.length; i++) {
                byte[] one = broken.clone();
                one[i] = (byte) 0xff;
                AggregateReader.ofFile(one, Reports.MAX_OCTETS);
                one[i] = 0;
                AggregateReader.ofFile(one, Reports.MAX_OCTETS);
            }
            refused("<?xml version='9.9'?>" + feedback("x"));
            refused("<!DOCTYPE a>" + feedback("x"));
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void zeros(OutputStream out) throws IOException {
        byte[] block = new byte[1 << 16];
        for (int written = 0; written < BOMB; written += block.length) {
            out.write(block);
        }
    }

    /** A report that would be read if its domain were one. */
    private static String feedback(String domain) {
        return "<feedback><report_metadata><date_range><begin>1</begin><end>2</end></date_range></report_metadata><policy_published><domain>" + domain
                + "</domain><p>none</p></policy_published></feedback>";
    }

    private static void refused(String xml) {
        refused(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(byte[] file) {
        long began = System.nanoTime();
        assertThat(AggregateReader.ofFile(file, Reports.MAX_OCTETS)).isInstanceOf(AggregateReading.Unreadable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
}
