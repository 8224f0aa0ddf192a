using MusicGen.Music.Randomness;

namespace MusicGen.Inference.Composing;

/// <summary>Which notes of its primer a variation keeps: each on its own, as seed, variation and the note's place decide.</summary>
/// <param name="seed">The tune's.</param>
/// <param name="variation">Its number; variations of one seed keep different notes.</param>
/// <param name="change">With which probability a note is composed anew, 0 … 1.</param>
public sealed class KeptNotes(ulong seed, int variation, double change)
{
    private readonly CounterRandom _random = CounterRandom.For(seed, "kept notes");

    /// <param name="note">The note's place among those of the primer, from 0; with note names the word's.</param>
    public bool Keeps(int note) => _random.Uniform(((ulong)(uint)variation << 32) | (uint)note) >= change;
}
