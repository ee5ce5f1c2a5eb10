/** The reference pages below {@code docs}, made of the sources, so that they cannot say anything else. */
@NullMarked
package io.keelstream.service.reference;

import org.jspecify.annotations.NullMarked;
