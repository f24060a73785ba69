/** Service instances and their bindings on the wire. */
@NullMarked
package dev.ingot.api.service;

import org.jspecify.annotations.NullMarked;
