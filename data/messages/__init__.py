"""The texts of all problems, by subject: what is wrong and what to do, in Chinese and English."""
