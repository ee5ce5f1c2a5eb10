package io.keelstream.cli;

/** A verb ends with one line for people and an exit code; no stack trace. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The exit code of a verb that nothing answers. */
    static final int UNREACHABLE = 3;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The answer is no (1). */
    public static CommandFailure no(String message) {
        return new CommandFailure(1, message);
    }

    /** Wrong use (2). */
    public static CommandFailure wrongUse(String message) {
        return new CommandFailure(2, message);
    }

    /** Nothing answers (3). */
    public static CommandFailure unreachable(String message) {
        return new CommandFailure(UNREACHABLE, message);
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }
}
