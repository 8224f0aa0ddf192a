using System.Runtime.CompilerServices;

namespace MusicGen.Music.Midi;

/// <summary>How many notes each channel of one track chunk has.</summary>
/// <param name="start">Where the chunk's events start.</param>
/// <param name="hasHanging">Whether some of its notes never end.</param>
internal struct MidiPartSizes(int start, bool hasHanging)
{
    private Sizes _sizes;

    public readonly int Start => start;

    public readonly bool HasHanging => hasHanging;

    /// <summary>How many channels have notes.</summary>
    public int Parts { get; set; }

    public int this[int channel]
    {
        readonly get => _sizes[channel];
        set => _sizes[channel] = value;
    }

    [InlineArray(16)]
    private struct Sizes
    {
        private int _first;
    }
}
