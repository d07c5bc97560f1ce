package org.sterna.platform.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.AccessLists;
import org.sterna.config.SettingsException;

/**
 * The entries of one setting and of the files it names. A file is looked at when the list is used, at most every 10 seconds, and read
 * again when its time or size has changed; until that is done the list is as it was, and it stays so if the file has become unreadable.
 *
 * @param <T> what is made of the entries
 */
final class EntryList<T> {
    private static final Logger LOG = LoggerFactory.getLogger(EntryList.class);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(10);

    private record Stamp(FileTime modified, long octets) { }

    private record Content<T>(T set, List<Stamp> stamps) { }

    private final String setting;
    private final List<String> own;
    private final List<Path> files;
    private final Function<List<String>, T> make;
    private final Clock clock;
    private final Executor executor;
    private final AtomicLong nextCheck;
    private volatile Content<T> content;

    /**
     * @param setting  its path, for messages
     * @param entries  those in the settings, files among them
     * @param make     reads entries; IllegalArgumentException when one is none
     * @param executor reads files that have changed
     * @throws SettingsException when a file cannot be read, or an entry in it is none
     */
    EntryList(String setting, List<String> entries, Function<List<String>, T> make, Clock clock, Executor executor) {
        this.setting = setting;
        this.own = entries.stream().filter(entry -> !entry.startsWith(AccessLists.FILE)).toList();
        this.files = entries.stream().filter(entry -> entry.startsWith(AccessLists.FILE))
                .map(entry -> Path.of(entry.substring(AccessLists.FILE.length()))).toList();
        this.make = make;
        this.clock = clock;
        this.executor = executor;
        this.nextCheck = new AtomicLong(clock.millis() + CHECKED_EVERY.toMillis());
        try {
            content = read();
        } catch (IOException e) {
            throw new SettingsException(setting + " names a file that cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(setting + ": " + e.getMessage());
        }
    }

    /** Whether it can never have an entry. */
    boolean isEmpty() {
        return own.isEmpty() && files.isEmpty();
    }

    /** What is known now. */
    T get() {
        if (!files.isEmpty()) {
            long due = nextCheck.get();
            long now = clock.millis();
            if (now >= due && nextCheck.compareAndSet(due, now + CHECKED_EVERY.toMillis())) {
                executor.execute(this::refresh);
            }
        }
        return content.set();
    }

    private void refresh() {
        try {
            if (!stamps().equals(content.stamps())) {
                content = read();
                LOG.info("{} was read again", setting);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} stays as it was: {}", setting, e.toString());
        }
    }

    private Content<T> read() throws IOException {
        List<Stamp> stamps = stamps();                       // before the text: what changes meanwhile is read once more
        List<String> all = new ArrayList<>(own);
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int number = 1; number <= lines.size(); number++) {
                String entry = lines.get(number - 1).replaceFirst("#.*", "").strip();
                if (!entry.isEmpty()) {
                    check(file, number, entry);
                    all.add(entry);
                }
            }
        }
        return new Content<>(make.apply(all), stamps);
    }

    private void check(Path file, int number, String entry) {
        try {
            make.apply(List.of(entry));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + " of " + file + " is no entry: " + entry, e);
        }
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new Stamp(attributes.lastModifiedTime(), attributes.size()));
        }
        return stamps;
    }
}
