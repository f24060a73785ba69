/** The lock under which the first start happens. */
@NullMarked
package dev.ingot.controller.root.db;

import org.jspecify.annotations.NullMarked;
