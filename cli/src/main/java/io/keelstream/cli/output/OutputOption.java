package io.keelstream.cli.output;

import picocli.CommandLine.Option;

/** Text for users or JSON for programs. */
public final class OutputOption {

    /** The two forms. */
    public enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text or json (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private Form form = Form.TEXT;

    /** Whether JSON is wanted. */
    public boolean json() {
        return form == Form.JSON;
    }
}
