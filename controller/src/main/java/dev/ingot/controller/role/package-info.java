/** Roles: which user may do what in which org or space. */
@NullMarked
package dev.ingot.controller.role;

import org.jspecify.annotations.NullMarked;
