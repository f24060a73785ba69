/** The tables of services. */
@NullMarked
package dev.ingot.controller.service.db;

import org.jspecify.annotations.NullMarked;
