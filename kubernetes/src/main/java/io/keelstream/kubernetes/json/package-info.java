/**
 * The edge between bytes and the plain-value trees that the rest of the module works on: JSON is read and written here
 * with Jackson's streaming parser, and nowhere else.
 */
@NullMarked
package io.keelstream.kubernetes.json;

import org.jspecify.annotations.NullMarked;
