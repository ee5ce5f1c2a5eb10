package io.keelstream.kubernetes.client;

import java.util.function.Function;

/** The outcome of one request: a value or an error, never an exception. */
public sealed interface ApiResult<T> {

    /** The server did what was asked. */
    record Ok<T>(T value) implements ApiResult<T> {}

    /** It did not. */
    record Failed<T>(ApiError error) implements ApiResult<T> {}

    default <R> ApiResult<R> map(Function<T, R> function) {
        return switch (this) {
            case Ok<T>(T value) -> new Ok<>(function.apply(value));
            case Failed<T>(ApiError error) -> new Failed<>(error);
        };
    }

    /** Goes on with the value; an error stays the error. */
    default <R> ApiResult<R> flatMap(Function<T, ApiResult<R>> function) {
        return switch (this) {
            case Ok<T>(T value) -> function.apply(value);
            case Failed<T>(ApiError error) -> new Failed<>(error);
        };
    }

    /** The value; throws {@link IllegalStateException} with the server's words where there is none. For tests and tools. */
    default T orThrow() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Failed<T>(ApiError error) ->
                throw new IllegalStateException(error.code() + " " + error.reason() + ": " + error.message());
        };
    }
}
