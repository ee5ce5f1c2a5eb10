package io.keelstream.canary.configuration;

/** Input that cannot be read as what it should be; the message names file, line and remedy. */
public final class MalformedInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    /**
     * For a place in a file.
     *
     * @param file as the person named it
     * @param line from 1
     * @param problem what is wrong there and what would be right
     */
    public MalformedInputException(String file, long line, String problem) {
        super(file + ":" + line + ": " + problem);
        this.problem = problem;
    }

    /**
     * For a file as a whole.
     *
     * @param file as the person named it
     * @param problem what is wrong and what would be right
     */
    public MalformedInputException(String file, String problem) {
        super(file + ": " + problem);
        this.problem = problem;
    }

    /** What is wrong and what would be right, without the place. */
    public String problem() {
        return problem;
    }
}
