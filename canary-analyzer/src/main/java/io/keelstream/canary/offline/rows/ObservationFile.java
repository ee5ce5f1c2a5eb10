package io.keelstream.canary.offline.rows;

import io.keelstream.canary.config.AnalysisConfig;
import io.keelstream.canary.config.MetricConfig;
import io.keelstream.canary.observations.Tick;
import io.keelstream.canary.offline.MalformedInputException;
import java.io.BufferedReader;
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

    private final AnalysisConfig config;
    private final RowTable table;
    private long unusable;

    private ObservationFile(AnalysisConfig config, RowTable table) {
        this.config = config;
        this.table = table;
    }

    /**
     * Reads all rows.
     *
     * @param file name of the file, for errors
     * @param content CSV with a header, or JSON lines
     * @param config names the metrics and their kinds; rows of other metrics are not used
     * @throws MalformedInputException naming file, line and remedy
     */
    public static ObservationFile read(String file, Reader content, AnalysisConfig config) throws IOException {
        Map<String, MetricConfig> kinds = new HashMap<>();
        config.metrics().forEach(metric -> kinds.put(metric.name(), metric));
        RowTable table = new RowTable();
        BufferedReader lines = new BufferedReader(content, 1 << 16);
        String text = lines.readLine();
        if (text == null) {
            throw new MalformedInputException(file, 1, "the file is empty; expected a header or JSON lines");
        }
        boolean json = text.stripLeading().startsWith("{");
        RowSyntax syntax = json ? new JsonRows(file) : new CsvRows(file, text);
        long line = 1;
        if (!json) {
            text = lines.readLine();
            line++;
        }
        for (; text != null; text = lines.readLine(), line++) {
            if (text.isBlank()) {
                continue;
            }
            RawRow raw = syntax.parse(text, line);
            MetricConfig kind = kinds.get(raw.metric());
            if (kind == null) {
                raw.check();
            } else {
                table.add(raw.of(kind));
            }
        }
        table.sort();
        return new ObservationFile(config, table);
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
                TickBuilder tick = new TickBuilder(number, config);
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
