namespace MusicGen.Music.Midi;

/// <summary>One kind of fault that lenient reading passed over.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Offset">Where in the file it was first found, in bytes.</param>
/// <param name="Count">How often it was found; at least 1.</param>
public sealed record MidiRepair(MidiRepairKind Kind, long Offset, int Count)
{
    /// <summary>What was wrong and what was done about it, for the person whose file it is.</summary>
    public string Sentence => $"{MidiFaults.Fault(Kind)} {MidiFaults.Remedy(Kind)}";
}
