using MusicGen.Grains.Training.Scheduling;

namespace MusicGen.Grains.Tests.Training.Scheduling;

public sealed class HeardNodesTests
{
    private readonly HeardNodes _nodes = new(new ScheduleOptions(), PlayedPool.Noon);
    private readonly PlayedNode _node = new("n1", PlayedNode.Cpu(2));

    [Fact]
    public void IsSilent_NodeNeverHeard_HasAsLongAsOneThatFellSilent()
    {
        Assert.False(_nodes.IsSilent("n1", At(10)));
        Assert.True(_nodes.IsSilent("n1", At(11)));
    }

    [Fact]
    public void IsSilent_HeardWithOthers_CountsFromItsLastHeartbeat()
    {
        Hear(_node, 1);
        for (var second = 2; second <= 12; second++) Hear(new PlayedNode("n2", PlayedNode.Cpu()), second);

        Assert.False(_nodes.IsSilent("n1", At(11)));
        Assert.True(_nodes.IsSilent("n1", At(12)));
        Assert.False(_nodes.IsSilent("n2", At(12)));
    }

    [Fact]
    public void IsSilent_NobodyWasHeardForAWhile_CountsFromWhenTheQueueHearsAgain()
    {
        Hear(_node, 1);
        Hear(new PlayedNode("n2", PlayedNode.Cpu()), 60);

        Assert.False(_nodes.IsSilent("n1", At(70)));
        Assert.True(_nodes.IsSilent("n1", At(71)));
    }

    [Fact]
    public void Hear_SameAgain_IsNoNews()
    {
        Assert.True(Hear(_node, 1));
        Assert.False(Hear(_node, 2));
    }

    [Fact]
    public void Hear_WorkerMore_IsNoNewsAndWorkerLessIs()
    {
        Hear(_node, 1);
        _node.Follow(new([new("a/1", "cpu", 1)], [], []));
        Assert.False(Hear(_node, 2));

        _node.End("a/1");

        Assert.True(Hear(_node, 3));
    }

    [Fact]
    public void Hear_AnotherIncarnationOrDevice_IsNews()
    {
        Hear(_node, 1);
        _node.Restart();

        Assert.True(Hear(_node, 2));
        Assert.True(Hear(new PlayedNode("n1", PlayedNode.Cpu(3)), 3));
    }

    [Fact]
    public void ForgetThoseGone_AfterAnHour_ForgetsThem()
    {
        Hear(_node, 0);

        _nodes.ForgetThoseGone(PlayedPool.Noon.AddHours(1));
        Assert.Single(_nodes.All);
        _nodes.ForgetThoseGone(PlayedPool.Noon.AddHours(1).AddSeconds(1));

        Assert.Empty(_nodes.All);
    }

    private static DateTimeOffset At(int seconds) => PlayedPool.Noon.AddSeconds(seconds);

    private bool Hear(PlayedNode node, int second) => _nodes.Hear(node.Report, [], At(second));
}
