/** Document, schemas, enums and records say the same; what was published stays readable. */
@NullMarked
package io.keelstream.contracts.agreement;

import org.jspecify.annotations.NullMarked;
