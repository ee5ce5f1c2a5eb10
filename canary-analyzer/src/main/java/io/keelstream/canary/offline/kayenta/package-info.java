/** Imports canary configurations of Kayenta: JSON as its API takes it, with errors that name file, place and remedy. */
@NullMarked
package io.keelstream.canary.offline.kayenta;

import org.jspecify.annotations.NullMarked;
