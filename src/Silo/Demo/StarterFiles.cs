using MusicGen.Client.Corpora;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;

namespace MusicGen.Silo.Demo;

/// <summary>The starter corpus as files: practice pieces, written by rule.</summary>
internal static class StarterFiles
{
    public static IReadOnlyList<Lazy<MidiFile>> Compose() =>
        [.. StarterCorpus.Compose().Select(piece => new Lazy<MidiFile>(() => new MidiFile(piece.FileName, MidiWriter.Write(piece.Score))))];
}
