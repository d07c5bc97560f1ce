package org.sterna.persistence.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Cassandra takes as one batch. A write whose events lie on both sides of a border of the journal's partitions is a logged batch; as it comes Cassandra refuses one of
 * more than 50 KiB, and a COPY or MULTIAPPEND that is larger would fail there.
 */
final class BatchLimit {
    /** What one command may write, and some room. */
    private static final long ENOUGH = 12L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(BatchLimit.class);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMG]?)iB", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> UNITS = Map.of("", 0, "K", 10, "M", 20, "G", 30);

    private BatchLimit() { }

    /** Warns if the node of Cassandra that is asked takes less than Sterna may write; not if it does not say. */
    static void check(CqlSession session) {
        try {
            Row row = session.execute("SELECT value FROM system_views.settings WHERE name = 'batch_size_fail_threshold'").one();
            Optional.ofNullable(row).map(each -> each.getString("value")).filter(BatchLimit::isTooLow).ifPresent(value ->
                    LOG.warn("Cassandra refuses batches of more than {}: set batch_size_fail_threshold and batch_size_warn_threshold to 16MiB in its cassandra.yaml, or some COPY "
                            + "and APPEND commands of much at once will be refused, again and again", value));
        } catch (DriverException e) {
            LOG.info("Cassandra does not say how large a batch may be: {}", e.toString());
        }
    }

    /** @param value such as {@code 50KiB} */
    static boolean isTooLow(String value) {
        Matcher size = SIZE.matcher(value.strip());
        return size.matches() && Long.parseLong(size.group(1)) << UNITS.get(size.group(2).toUpperCase(Locale.ROOT)) < ENOUGH;
    }
}
