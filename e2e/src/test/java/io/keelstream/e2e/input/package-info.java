/** Bad input of every kind: each is reported with its remedy, blocks its own target alone, and is forgotten once it is corrected. */
@NullMarked
package io.keelstream.e2e.input;

import org.jspecify.annotations.NullMarked;
