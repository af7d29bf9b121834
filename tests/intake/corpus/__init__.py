"""Several hundred hostile files of known content, made from a seed, and a runner that judges what becomes of each."""
