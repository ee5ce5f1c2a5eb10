/** Bad input of every kind: each is told with its remedy, stops its own target alone, and is forgotten once it is mended. */
@NullMarked
package io.keelstream.e2e.input;

import org.jspecify.annotations.NullMarked;
