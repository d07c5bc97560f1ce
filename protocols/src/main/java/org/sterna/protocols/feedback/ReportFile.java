package org.sterna.protocols.feedback;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A report as it travels: compressed by gzip (RFC 1952), in a ZIP archive, or plain. What it is, its first octets tell, and not its name. */
public final class ReportFile {
    private static final int MAX_ENTRIES = 10;

    private ReportFile() {}

    /** Compresses by gzip; always the same octets for the same report. */
    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 8 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);          // never: it is written to memory
        }
        return out.toByteArray();
    }

    /**
     * Undoes the compression, once. Of an archive the first file counts.
     *
     * @param maxOctets of the result; reading stops there, however much is said to come
     * @return empty when there is more, nothing, or the file is damaged
     */
    public static Optional<byte[]> open(byte[] file, int maxOctets) {
        try (InputStream in = stream(file)) {
            byte[] plain = in.readNBytes(maxOctets + 1);
            return plain.length == 0 || plain.length > maxOctets ? Optional.empty() : Optional.of(plain);
        } catch (IOException | IllegalArgumentException e) {        // the latter for a name in an archive that is no text
            return Optional.empty();
        }
    }

    private static InputStream stream(byte[] file) throws IOException {
        InputStream in = new ByteArrayInputStream(file);
        if (startsWith(file, 0x1f, 0x8b)) {
            return new GZIPInputStream(in);
        }
        return startsWith(file, 'P', 'K', 3, 4) ? firstFile(in) : in;
    }

    private static InputStream firstFile(InputStream in) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        for (int i = 0; i < MAX_ENTRIES; i++) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null || !entry.isDirectory()) {
                return entry == null ? InputStream.nullInputStream() : zip;
            }
        }
        return InputStream.nullInputStream();
    }

    private static boolean startsWith(byte[] file, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (i >= file.length || (file[i] & 0xff) != octets[i]) {
                return false;
            }
        }
        return true;
    }
}
