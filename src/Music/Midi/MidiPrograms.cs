namespace MusicGen.Music.Midi;

/// <summary>Finds the programs of parts whose own track chooses none: the latest that any track has chosen for the channel by then.</summary>
/// <remarks>
/// Instead of remembering every program change, of which a file can have one in two bytes, it asks about the few places that matter. A place
/// takes 16 bytes: its position (36 bits) and its part (26 bits), and the position and program (7 bits) of the latest change up to there.
/// </remarks>
internal sealed class MidiPrograms
{
    private const int PartBits = 26; // a file of 1 GiB has room for fewer than 2^26 parts
    private const int ProgramBits = 7;
    private const long None = -1;

    private readonly int[] _expected = new int[16];
    private readonly long[]?[] _asked = new long[16][];
    private readonly long[]?[] _found = new long[16][];

    /// <summary>Whether any part will ask.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Announces a part of a channel that will ask.</summary>
    public void Expect(int channel)
    {
        _expected[channel]++;
        IsAsked = true;
    }

    /// <summary>Asks for a part, as often as was announced.</summary>
    public void Ask(int channel, long onset, int part)
    {
        var asked = _asked[channel] ??= new long[_expected[channel]];
        asked[--_expected[channel]] = (onset << PartBits) | (uint)part;
    }

    /// <summary>To be called when all have asked, before the tracks are walked over.</summary>
    public void PutInOrder()
    {
        for (var channel = 0; channel < _asked.Length; channel++)
        {
            if (_asked[channel] is not { } asked) continue;
            Array.Sort(asked);
            var found = new long[asked.Length];
            Array.Fill(found, None);
            _found[channel] = found;
        }
    }

    /// <summary>Takes note of the programs that a track chooses.</summary>
    public void Walk(ref MidiTrackWalk walk)
    {
        while (walk.MoveNext())
        {
            if (walk.Event.Kind != MidiEvents.ProgramChange || _asked[walk.Event.Channel] is not { } asked) continue;
            int first = 0, end = asked.Length;
            while (first < end)
            {
                var middle = (first + end) / 2;
                if (asked[middle] >> PartBits < walk.Position) first = middle + 1;
                else end = middle;
            }
            var found = _found[walk.Event.Channel]!;
            if (first < found.Length && found[first] >> ProgramBits <= walk.Position) found[first] = (walk.Position << ProgramBits) | walk.Event.First;
        }
    }

    /// <summary>The program of each part that asked; piano (0) where none was chosen by then.</summary>
    public IEnumerable<(int Part, int Program)> Answers()
    {
        for (var channel = 0; channel < _asked.Length; channel++)
        {
            var latest = 0;
            for (var i = 0; i < (_asked[channel]?.Length ?? 0); i++)
            {
                if (_found[channel]![i] != None) latest = (int)_found[channel]![i] & ((1 << ProgramBits) - 1);
                yield return ((int)_asked[channel]![i] & ((1 << PartBits) - 1), latest);
            }
        }
    }
}
