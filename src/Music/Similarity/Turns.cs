using MusicGen.Music.Scores;

namespace MusicGen.Music.Similarity;

/// <summary>What a fingerprint is made of: every four successive onsets of a part, as hashes.</summary>
/// <remarks>
/// Of a pitched part the highest note at each onset counts, so that four make three intervals; of drums the set of keys struck. Two numbers
/// say whether the second and third step are shorter than, like or longer than the one before. So a turn knows neither key nor tempo.
/// </remarks>
internal sealed class Turns
{
    private const int Onsets = 4;

    // Players strike chords a little apart: what is closer than this part of the mean distance between a part's notes is one onset. Chosen, as the
    // number of onsets in a turn, by how many changed copies of real pieces are found.
    private const int ToleranceDivisor = 5;

    private readonly ulong[] _lowest;

    /// <param name="lowest">For every bin the lowest hash that fell into it; made lower by what is added.</param>
    public Turns(ulong[] lowest) => _lowest = lowest;

    /// <summary>Adds all turns of one part.</summary>
    /// <param name="notes">In order of onset.</param>
    /// <param name="isDrums">Whether pitches name drums.</param>
    public void Add(ReadOnlySpan<Note> notes, bool isDrums)
    {
        if (notes.Length < Onsets) return;
        var tolerance = (notes[^1].Onset.Value - notes[0].Onset.Value) / ((long)ToleranceDivisor * (notes.Length - 1));
        var window = new Window(isDrums);
        for (var i = 0; i < notes.Length;)
        {
            var onset = notes[i].Onset.Value;
            var (highest, struck) = (0, 0UL);
            for (; i < notes.Length && notes[i].Onset.Value - onset <= tolerance; i++)
            {
                highest = Math.Max(highest, notes[i].Pitch);
                struck |= 1UL << (notes[i].Pitch % 64);
            }
            if (window.Move(onset, isDrums ? struck : (ulong)highest) is { } turn) Put(turn);
        }
    }

    private void Put(ulong turn)
    {
        var hash = Mix(turn);
        ref var lowest = ref _lowest[(int)Math.BigMul(hash, (ulong)_lowest.Length, out _)];
        lowest = Math.Min(lowest, Mix(hash));
    }

    /// <summary>A bijection of 64 bits under which every input bit changes half of the output: MurmurHash3's finalizer (A. Appleby, public domain).</summary>
    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        bits = (bits ^ (bits >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return bits ^ (bits >> 33);
    }

    /// <summary>The last onsets of a part: when, and the pitch or the set of drums.</summary>
    private struct Window(bool isDrums)
    {
        private int _seen;
        private long _onset;
        private long _step;
        private ulong _rhythm;
        private ulong _first;
        private ulong _second;
        private ulong _third;

        /// <summary>The turn that this onset ends, or null while there are too few.</summary>
        public ulong? Move(long onset, ulong what)
        {
            var step = onset - _onset;
            _rhythm = (_rhythm << 2) & 0xF;
            if (_seen >= 2) _rhythm |= Compare(step, _step);
            var turn = ++_seen < Onsets ? null : (ulong?)(isDrums ? Drums(what) : Intervals(what));
            (_onset, _step) = (onset, step);
            (_first, _second, _third) = (_second, _third, what);
            return turn;
        }

        /// <summary>Steps count as equal up to a ratio of 10 : 7, which lies between swing's hesitations and a dotted rhythm.</summary>
        private static ulong Compare(long step, long before) => step * 10 < before * 7 ? 0UL : step * 7 > before * 10 ? 2UL : 1UL;

        private readonly ulong Intervals(ulong fourth) =>
            ((_second - _first) & 0xFF) | (((_third - _second) & 0xFF) << 8) | (((fourth - _third) & 0xFF) << 16) | (_rhythm << 24);

        private readonly ulong Drums(ulong fourth) => Mix(Mix(Mix(_first) + _second) + _third) + fourth + (_rhythm << 60);
    }
}
