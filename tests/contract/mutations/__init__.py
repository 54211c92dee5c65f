"""Bugs that are known, planted one at a time: does a test turn red?"""
