package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.observations.Tick;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The recorded observations of one analysis. Rows may come in any order and more than once; whatever can be parsed but
 * not used (negative counts, not a number, a histogram that falls) is left out and counted. Not safe for use by several
 * threads.
 */
public final class ObservationFile implements Iterable<Tick> {

    private final RowTable table;
    private long unusable;

    private ObservationFile(RowTable table) {
        this.table = table;
    }

    /**
     * Reads all rows.
     *
     * @param file name of the file, for errors
     * @param content CSV with a header, or JSON lines
     * @param config names the metrics and their kinds; rows of other metrics are not used
     * @throws io.keelstream.canary.configuration.MalformedInputException naming file, line and remedy
     */
    public static ObservationFile read(String file, Reader content, AnalysisConfig config) throws IOException {
        Map<String, MetricConfig> kinds = new HashMap<>();
        config.metrics().forEach(metric -> kinds.put(metric.name(), metric));
        RowTable table = new RowTable();
        RowReader.read(file, content, row -> {
            MetricConfig kind = kinds.get(row.metric());
            if (kind == null) {
                row.check();
            } else {
                table.add(row.of(kind));
            }
        });
        table.sort();
        return new ObservationFile(table);
    }

    /** How many readings were left out so far because they cannot be used. */
    public long unusable() {
        return unusable;
    }

    /** Ticks in the order of their numbers; ticks without rows are left out. */
    @Override
    public Iterator<Tick> iterator() {
        unusable = 0;
        return new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < table.size();
            }

            @Override
            public Tick next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no tick is left");
                }
                long number = table.tickAt(position);
                TickBuilder tick = new TickBuilder(number);
                while (position < table.size() && table.tickAt(position) == number) {
                    tick.add(table.at(position));
                    position++;
                }
                Tick built = tick.build();
                unusable += tick.unusable();
                return built;
            }
        };
    }
}
