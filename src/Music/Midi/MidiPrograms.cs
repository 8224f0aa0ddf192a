namespace MusicGen.Music.Midi;

/// <summary>Finds the programs of parts whose own track chooses none: the latest that any track has chosen for the channel by then.</summary>
/// <remarks>Instead of remembering every program change, of which a file can have one in two bytes, it asks about the few places that matter.</remarks>
internal sealed class MidiPrograms
{
    private readonly List<(long At, int Part)>?[] _asked = new List<(long, int)>?[16];
    private readonly List<(long At, int Program)>?[] _found = new List<(long, int)>?[16];

    /// <summary>Whether any part asks.</summary>
    public bool IsAsked { get; private set; }

    public void Ask(int channel, long onset, int part)
    {
        (_asked[channel] ??= []).Add((onset, part));
        IsAsked = true;
    }

    /// <summary>To be called when all have asked, before the tracks are walked over.</summary>
    public void PutInOrder()
    {
        for (var channel = 0; channel < _asked.Length; channel++)
        {
            if (_asked[channel] is not { } asked) continue;
            asked.Sort();
            _found[channel] = [.. Enumerable.Repeat((-1L, 0), asked.Count)];
        }
    }

    /// <summary>Takes note of the programs that a track chooses.</summary>
    public void Walk(ref MidiTrackWalk walk)
    {
        while (walk.MoveNext())
        {
            if (walk.Event.Kind != MidiEvents.ProgramChange || _asked[walk.Event.Channel] is not { } asked) continue;
            int first = 0, end = asked.Count;
            while (first < end)
            {
                var middle = (first + end) / 2;
                if (asked[middle].At < walk.Position) first = middle + 1;
                else end = middle;
            }
            var found = _found[walk.Event.Channel]!;
            if (first < found.Count && found[first].At <= walk.Position) found[first] = (walk.Position, walk.Event.First);
        }
    }

    /// <summary>The program of each part that asked; piano (0) where none was chosen by then.</summary>
    public IEnumerable<(int Part, int Program)> Answers()
    {
        for (var channel = 0; channel < _asked.Length; channel++)
        {
            var latest = (At: -1L, Program: 0);
            for (var i = 0; i < (_asked[channel]?.Count ?? 0); i++)
            {
                if (_found[channel]![i].At >= 0) latest = _found[channel]![i];
                yield return (_asked[channel]![i].Part, latest.Program);
            }
        }
    }
}
