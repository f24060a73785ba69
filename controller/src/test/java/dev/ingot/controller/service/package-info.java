/** Tests of services. */
@NullMarked
package dev.ingot.controller.service;

import org.jspecify.annotations.NullMarked;
