using MusicGen.Grains.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

public sealed class PieceGroupsTests
{
    [Fact]
    public void FirstOf_PieceThatNobodyJoined_IsItself() => Assert.Equal(7, new PieceGroups().FirstOf(7));

    [Fact]
    public void Join_PieceOfTwoGroups_MakesThemOneNamedAfterTheFirst()
    {
        var groups = new PieceGroups();
        groups.Join(3, [1]);
        groups.Join(4, [2]);
        groups.Join(5, [2, 1]);
        groups.Join(6, [4]);

        Assert.All([1, 2, 3, 4, 5, 6], piece => Assert.Equal(1, groups.FirstOf(piece)));
        Assert.Equal(7, groups.FirstOf(7));
    }

    [Fact]
    public void FirstOf_ALongChain_IsItsBeginning()
    {
        var groups = new PieceGroups();
        for (var piece = 100_000; piece > 0; piece--) groups.Join(piece, [piece - 1]);

        Assert.Equal(0, groups.FirstOf(100_000));
        Assert.Equal(0, groups.FirstOf(50_000));
    }
}
