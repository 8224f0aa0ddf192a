using MusicGen.Contracts.Datasets;

namespace MusicGen.Silo.Demo;

/// <summary>What the demo was asked to do, all within its ranges.</summary>
/// <param name="Out">The folder for tunes and pictures.</param>
/// <param name="Corpus">A folder of MIDI files; null: the starter corpus.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="Preset">The network's size.</param>
/// <param name="Seed">Of training and tunes: the same seed gives the same tunes.</param>
/// <param name="Tunes">How many tunes to compose.</param>
/// <param name="Tokens">The language to learn and compose in.</param>
/// <param name="Cluster">Redis and storage of a cluster; null: the embedded profile.</param>
internal sealed record DemoOptions(DirectoryInfo Out, DirectoryInfo? Corpus, int Epochs, string Preset, long Seed, int Tunes, TokenizerKind Tokens,
    (string Redis, string Storage)? Cluster = null);
