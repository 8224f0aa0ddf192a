using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens;

/// <summary>Gathers the notes of a track that sound as one chord.</summary>
/// <remarks>
/// A later note joins where it starts less than the tolerance after the first note and ends at most the tolerance away from the first
/// note's end; one that only ends elsewhere is another voice. Source: music21, midi/translate.py, <c>midiTrackToStream</c>.
/// </remarks>
internal static class ChordGrouping
{
    /// <summary>How many notes ahead a chord is looked for: as many as there are keys, so that piles of notes take linear time.</summary>
    private const int Reach = 128;

    /// <summary>Each chord or note at the onset and with the duration of its first note, in the order of the first notes.</summary>
    public static List<Element> Group(ReadOnlySpan<Note> notes, int ticksPerQuarter, int toleranceDivisor)
    {
        var elements = new List<Element>(notes.Length);
        var isTaken = new bool[notes.Length];
        for (var i = 0; i < notes.Length; i++)
        {
            if (isTaken[i]) continue;
            ref readonly var first = ref notes[i];
            long onset = first.Onset.Value, end = onset + first.Duration.Value;
            var classes = 1 << (first.Pitch % 12);
            var count = 1;
            var reach = Math.Min(notes.Length, i + Reach);
            for (var j = i + 1; j < reach && (notes[j].Onset.Value - onset) * toleranceDivisor < ticksPerQuarter; j++)
            {
                ref readonly var next = ref notes[j];
                if (isTaken[j] || Math.Abs(next.Onset.Value + next.Duration.Value - end) * toleranceDivisor > ticksPerQuarter) continue;
                isTaken[j] = true;
                classes |= 1 << (next.Pitch % 12);
                count++;
            }
            elements.Add(new Element(first.Onset, first.Duration, count == 1 ? PitchNames.Of(first.Pitch) : ChordNames.Of(classes)));
        }
        return elements;
    }

    /// <param name="Onset">When the element starts.</param>
    /// <param name="Duration">How long it lasts.</param>
    /// <param name="Word">What it is called.</param>
    internal readonly record struct Element(Ticks Onset, Ticks Duration, string Word);
}
