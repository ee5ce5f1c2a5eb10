/** Which service reads and writes what: the rights that a broker grants each, no more. */
@NullMarked
package io.keelstream.contracts.access;

import org.jspecify.annotations.NullMarked;
