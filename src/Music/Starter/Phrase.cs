namespace MusicGen.Music.Starter;

/// <summary>What a player says in one breath: a rhythm with a contour.</summary>
/// <param name="Slots">In order, without overlap.</param>
/// <param name="IsBlue">Whether it is played in the blues scale of the key rather than along the chords.</param>
internal sealed record Phrase(IReadOnlyList<Slot> Slots, bool IsBlue)
{
    /// <summary>Eighths from its start to the end of its last note.</summary>
    public int Length => Slots[^1].Eighth + Slots[^1].Length;

    /// <summary>A new phrase.</summary>
    /// <param name="dice">The player's choices.</param>
    /// <param name="length">Eighths that it may take, at least 2.</param>
    /// <param name="density">The share of plain eighths, 0 … 1; the other notes are longer or silent.</param>
    /// <param name="isBlue">Whether it is played in the blues scale.</param>
    public static Phrase Invent(Dice dice, int length, double density, bool isBlue)
    {
        var slots = new List<Slot>();
        var direction = dice.Among(1, -1);
        for (var eighth = 0; eighth < length;)
        {
            if (dice.Chance(0.25)) direction = -direction;
            var remaining = length - eighth;
            var taken = Math.Min(remaining, dice.Chance(density) ? 1 : dice.Among(2, 2, 3));
            var sounding = taken > 1 && dice.Chance(0.3) ? taken - 1 : taken;
            slots.Add(new Slot(eighth, sounding, direction * (dice.Chance(0.2) ? 2 : 1)));
            eighth += taken;
        }
        return new Phrase(slots, isBlue);
    }

    /// <summary>The same idea told a little differently: one note more or less, another ending.</summary>
    public Phrase Vary(Dice dice)
    {
        var slots = Slots.ToList();
        if (slots.Count > 3 && dice.Chance(0.5)) slots.RemoveAt(1 + dice.Below(slots.Count - 2));
        slots[^1] = slots[^1] with { Step = -slots[^1].Step };
        return this with { Slots = slots };
    }

    /// <summary>The phrase as long as fits into some eighths, or null where nothing does.</summary>
    public Phrase? Within(int eighths)
    {
        Slot[] kept = [.. Slots.Where(slot => slot.Eighth + slot.Length <= eighths)];
        return kept.Length > 0 ? this with { Slots = kept } : null;
    }
}
