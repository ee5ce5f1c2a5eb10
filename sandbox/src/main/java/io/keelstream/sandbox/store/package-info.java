/**
 * Keeps the objects: the current ones, a bounded history for watches, and a journal on disk where one is wished. Objects
 * are kept as the bytes that clients get, so that ten thousand of them fit in little memory and reading costs nothing.
 */
@NullMarked
package io.keelstream.sandbox.store;

import org.jspecify.annotations.NullMarked;
