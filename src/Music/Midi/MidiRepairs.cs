using System.Collections.Immutable;

namespace MusicGen.Music.Midi;

/// <summary>Collects the faults of one file: the first offset and the number of each kind. In strict mode the first one is thrown.</summary>
/// <remarks>Not so <see cref="MidiRepairKind.CancelledRunningStatus"/>: well-known programs write it, all readers take it as meant, so it is only listed.</remarks>
internal sealed class MidiRepairs(MidiReadMode mode)
{
    private static readonly MidiRepairKind[] Kinds = Enum.GetValues<MidiRepairKind>();

    private readonly long[] _offsets = new long[Kinds.Length];
    private readonly int[] _counts = new int[Kinds.Length];

    /// <summary>Set while a stretch is read again, so that nothing is counted twice.</summary>
    public bool IsMuted { get; set; }

    /// <exception cref="MidiFormatException">The mode is strict.</exception>
    public void Report(MidiRepairKind kind, long offset)
    {
        if (IsMuted) return;
        if (mode == MidiReadMode.Strict && kind != MidiRepairKind.CancelledRunningStatus) throw new MidiFormatException(offset, MidiFaults.Fault(kind));
        if (_counts[(int)kind]++ == 0) _offsets[(int)kind] = offset;
    }

    /// <summary>Refuses bytes in which nothing but grave faults was found.</summary>
    /// <exception cref="MidiFormatException">There was a grave fault.</exception>
    public void RefuseGrave()
    {
        var grave = ToArray().FirstOrDefault(repair => MidiFaults.IsGrave(repair.Kind));
        if (grave is not null) throw new MidiFormatException(grave.Offset, $"{MidiFaults.Fault(grave.Kind)} No note could be recovered.");
    }

    public ImmutableArray<MidiRepair> ToArray() =>
        [.. Kinds.Where(kind => _counts[(int)kind] > 0).Select(kind => new MidiRepair(kind, _offsets[(int)kind], _counts[(int)kind])).OrderBy(repair => repair.Offset)];
}
