package io.keelstream.contracts.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component of a payload record that is a record itself: in JSON, its components are properties of the outer object. So
 * Java has parts that are built and passed on as one, and subscribers read one flat object. Such a part holds no untyped
 * value (an object's body), and no two parts of one record share a property name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Inline {}
