"""Words that espeak-ng reads wrongly, with their pinyin.

Built by tools/build_readings.py from the dictionaries of jieba and pypinyin (both MIT); not to be
edited by hand.
"""

READINGS = """
一万:yi2-wan4 一下:yi2-xia4 一下子:yi2-xia4-zi5 一世:yi2-shi4 一丝:yi4-si1
一两个:yi4-liang3-ge4 一个:yi2-ge5 一个个:yi2-ge4-ge4 一个多月:yi2-ge4-duo1-yue4
一个月:yi2-ge4-yue4 一中:yi4-zhong1 一串:yi2-chuan4 一举:yi4-ju3 一事:yi2-shi4 一些:yi4-xie1
一代:yi2-dai4 一件:yi2-jian4 一份:yi2-fen4 一伙:yi4-huo3 一会:yi2-hui4 一会儿:yi2-hui4-er5
一位:yi2-wei4 一体:yi4-ti3 一体化:yi4-ti3-hua4 一侧:yi2-ce4 一倍:yi2-bei4 一共:yi2-gong4
一具:yi2-ju4 一再:yi2-zai4 一出:yi4-chu1 一刀:yi4-dao1 一分:yi4-fen1 一分钟:yi4-fen1-zhong1
一切:yi2-qie4 一则:yi4-ze2 一刻:yi2-ke4 一剑:yi2-jian4 一副:yi2-fu4
一动不动:yi2-dong4-bu2-dong4 一匹:yi4-pi3 一千:yi4-qian1 一半:yi2-ban4 一双:yi4-shuang1
一发:yi4-fa1 一口:yi4-kou3 一口气:yi4-kou3-qi4 一句:yi2-ju4 一只:yi4-zhi1 一台:yi4-tai2
一同:yi4-tong2 一名:yi4-ming2 一向:yi2-xiang4 一员:yi4-yuan2 一周:yi4-zhou1 一味:yi2-wei4
一品:yi4-pin3 一响:yi4-xiang3 一回:yi4-hui2 一团:yi4-tuan2 一国两制:yi4-guo2-liang3-zhi4
一圈:yi4-quan1 一场:yi4-chang2 一块:yi2-kuai4 一块儿:yi2-kuai4-er2 一堆:yi4-dui1
一声:yi4-sheng1 一处:yi2-chu4 一夜:yi2-ye4 一大:yi2-da4 一大早:yi2-da4-zao3 一天:yi4-tian1
一头:yi4-tou2 一套:yi2-tao4 一季度:yi2-ji4-du4 一定:yi2-ding4 一家:yi4-jia1
一家人:yi4-jia1-ren2 一对:yi2-dui4 一封:yi4-feng1 一小:yi4-xiao3 一层:yi4-ceng2 一届:yi2-jie4
一带:yi2-dai4 一幅:yi4-fu2 一幕:yi2-mu4 一年:yi4-nian2 一度:yi2-du4 一座:yi2-zuo4
一张:yi4-zhang1 一律:yi2-lü4 一心:yi4-xin1 一战:yi2-zhan4 一所:yi4-suo3 一手:yi4-shou3
一批:yi4-pi1 一把:yi4-ba3 一招:yi4-zhao1 一拳:yi4-quan2 一排:yi4-pai2 一支:yi4-zhi1
一文:yi4-wen2 一斤:yi4-jin1 一新:yi4-xin1 一方:yi4-fang1 一方面:yi4-fang1-mian4
一旁:yi4-pang2 一旦:yi2-dan4 一早:yi4-zao3 一时:yi4-shi2 一时期:yi4-shi2-qi1
一时间:yi4-shi2-jian1 一晃:yi4-huang3 一期:yi4-qi1 一本:yi4-ben3 一朵:yi4-duo3 一束:yi2-shu4
一条:yi4-tiao2 一来:yi4-lai2 一杯:yi4-bei1 一枚:yi4-mei2 一枝:yi4-zhi1 一枪:yi4-qiang1
一架:yi2-jia4 一株:yi4-zhu1 一样:yi2-yang4 一根:yi4-gen1 一棵:yi4-ke1 一概:yi2-gai4
一模一样:yi4-mu2-yi2-yang4 一次:yi2-ci4 一次性:yi2-ci4-xing4 一步:yi2-bu4 一段:yi2-duan4
一派:yi2-pai4 一流:yi4-liu2 一灯:yi4-deng1 一点:yi4-dian3 一点儿:yi4-dian3-er2
一点点:yi4-dian3-dian3 一片:yi2-pian4 一生:yi4-sheng1 一番:yi4-fan1 一百:yi4-bai3
一盏:yi4-zhan3 一直:yi4-zhi2 一眼:yi4-yan3 一瞥:yi4-pie1 一碗:yi4-wan3 一种:yi4-zhong3
一端:yi4-duan1 一笔:yi4-bi3 一等:yi4-deng3 一等奖:yi4-deng3-jiang3 一篇:yi4-pian1
一类:yi2-lei4 一粒:yi2-li4 一系列:yi2-xi4-lie4 一级:yi4-ji2 一线:yi2-xian4 一组:yi4-zu3
一经:yi4-jing1 一群:yi4-qun2 一股:yi4-gu3 一脚:yi4-jiao3 一脸:yi4-lian3 一致:yi2-zhi4
一般:yi4-ban1 一艘:yi4-sou1 一节:yi4-jie2 一行:yi4-xing2 一角:yi4-jiao3
一言不发:yi4-yan2-bu4-fa1 一贯:yi2-guan4 一起:yi4-qi3 一趟:yi2-tang4 一路:yi2-lu4
一路上:yi2-lu4-shang4 一身:yi4-shen1 一轮:yi4-lun2 一辆:yi2-liang4 一辈子:yi2-bei4-zi5
一边:yi4-bian1 一连:yi4-lian2 一遍:yi2-bian4 一道:yi2-dao4 一遭:yi4-zao1 一部:yi2-bu4
一部分:yi2-bu4-fen4 一门:yi4-men2 一间:yi4-jian1 一队:yi2-dui4 一阵:yi2-zhen4
一阵子:yi2-zhen4-zi5 一阵阵:yi2-zhen4-zhen4 一院制:yi2-yuan4-zhi4 一隅:yi4-yu2 一面:yi2-mian4
一页:yi2-ye4 一顶:yi4-ding3 一项:yi2-xiang4 一顿:yi2-dun4 一颗:yi4-ke1 一首:yi4-shou3
一齐:yi4-qi2 七个:qi1-ge4 丈夫:zhang4-fu1 三个:san1-ge4 三藏:san1-zang4 上将:shang4-jiang4
上行:shang4-hang2 下一代:xia4-yi2-dai4 下调:xia4-tiao2 不下:bu2-xia4 不了:bu4-liao3
不会:bu2-hui4 不但:bu2-dan4 不住:bu2-zhu4 不便:bu2-bian4 不像:bu2-xiang4 不再:bu2-zai4
不利:bu2-li4 不利于:bu2-li4-yu2 不到:bu2-dao4 不办:bu2-ban4 不动声色:bu2-dong4-sheng1-se4
不变:bu2-bian4 不变资本:bu2-bian4-zi1-ben3 不善:bu2-shan4 不在:bu2-zai4 不在乎:bu2-zai4-hu1
不够:bu2-gou4 不大:bu2-da4 不妙:bu2-miao4 不定:bu2-ding4 不宜:bu4-yi2 不对:bu2-dui4
不尽:bu2-jin4 不幸:bu2-xing4 不当:bu2-dang4 不得:bu4-de2 不得不:bu4-de2-bu4 不得已:bu4-de2-yi3
不必:bu2-bi4 不必要:bu2-bi4-yao4 不快:bu2-kuai4 不怕:bu2-pa4 不愿:bu2-yuan4 不料:bu2-liao4
不断:bu2-duan4 不易:bu2-yi4 不是:bu2-shi4 不用:bu2-yong4 不着急:bu4-zhao2-ji2 不禁:bu4-jin1
不算:bu2-suan4 不耐烦:bu2-nai4-fan2 不胜:bu2-sheng4 不至于:bu2-zhi4-yu2 不致:bu2-zhi4
不要:bu2-yao4 不要紧:bu2-yao4-jin3 不见:bu2-jian4 不认识:bu2-ren4-shi5 不让:bu2-rang4
不记得:bu2-ji4-de5 不论:bu2-lun4 不论是:bu2-lun4-shi4 不负:bu2-fu4 不败:bu2-bai4 不过:bu2-guo4
不适:bu2-shi4 不错:bu2-cuo4 不顾:bu2-gu4 与会:yu4-hui4 专著:zhuan1-zhu4 业务:ye4-wu4
业绩:ye4-ji4 东北地区:dong1-bei3-di4-qu1 丞相:cheng2-xiang4 两个:liang3-ge4 两地:liang3-di4
个个:ge4-ge4 个人:ge4-ren2 个体:ge4-ti3 个别:ge4-bie2 个头:ge4-tou2 个子:ge4-zi5
个性:ge4-xing4 个股:ge4-gu3 丫头:ya1-tou5 中兴:zhong1-xing1 中将:zhong1-jiang4
中毒:zhong4-du2 为主:wei2-zhu3 为害:wei2-hai4 为数:wei2-shu4 为期:wei2-qi1 为止:wei2-zhi3
为生:wei2-sheng1 为难:wei2-nan2 为首:wei2-shou3 主角:zhu3-jue2 义务:yi4-wu4
义务教育:yi4-wu4-jiao4-yu4 乐器:yue4-qi4 乐队:yue4-dui4 九个:jiu3-ge4 也罢:ye3-ba4
了不起:liao3-bu4-qi3 了解:liao3-jie3 事务:shi4-wu4 事务所:shi4-wu4-suo3 事宜:shi4-yi2
事迹:shi4-ji4 二爷:er4-ye2 五个:wu3-ge4 亚太地区:ya4-tai4-di4-qu1 产地:chan3-di4
京广线:jing1-guang3-xian4 京广铁路:jing1-guang3-tie3-lu4 亮相:liang4-xiang4 亲戚:qin1-qi1
人为:ren2-wei2 仙人:xian1-ren2 仙桃:xian1-tao2 仙桃市:xian1-tao2-shi4 以为:yi3-wei2
任务:ren4-wu4 休息:xiu1-xi1 会计:kuai4-ji4 会计师:kuai4-ji4-shi1 会长:hui4-zhang3
传记:zhuan4-ji4 伦理:lun2-li3 似乎:si4-hu1 似地:shi4-di4 似的:shi4-de5 体长:ti3-zhang3
余地:yu2-di4 佛像:fo2-xiang4 佛教:fo2-jiao4 作为:zuo4-wei2 作曲家:zuo4-qu3-jia1 侄儿:zhi2-er2
侗族:dong4-zu2 供养:gong4-yang3 供奉:gong4-feng4 供应:gong1-ying4 供给:gong1-ji3
便宜:pian2-yi5 信息:xin4-xi1 信息化:xin4-xi1-hua4 倒下:dao3-xia4 倒霉:dao3-mei2
债务:zhai4-wu4 假期:jia4-qi1 偿还:chang2-huan2 元大都:yuan2-da4-du1 兄长:xiong1-zhang3
充分:chong1-fen4 全长:quan2-zhang3 八个:ba1-ge4 公务:gong1-wu4 公务员:gong1-wu4-yuan2
六个:liu4-ge4 共识:gong4-shi2 兴国:xing1-guo2 兴奋:xing1-fen4 兴建:xing1-jian4
兴盛:xing1-sheng4 兴衰:xing1-shuai1 兴起:xing1-qi3 内地:nei4-di4 内讧:nei4-hong4
军务:jun1-wu4 军长:jun1-zhang3 冠以:guan1-yi3 冤枉:yuan1-wang3 决不会:jue2-bu2-hui4
凌晨:ling2-chen2 几个:ji3-ge4 几乎:ji1-hu1 几十个:ji3-shi2-ge4 几只:ji3-zhi1 出差:chu1-chai1
出血:chu1-xie3 击中:ji1-zhong4 分为:fen1-wei2 分子:fen4-zi3 分行:fen1-hang2 分量:fen4-liang4
切割:qie1-ge1 切断:qie1-duan4 切除:qie1-chu2 判处:pan4-chu3 利息:li4-xi1 利息率:li4-xi1-lü4
别着急:bie2-zhao2-ji2 前一天:qian2-yi4-tian1 办不了:ban4-bu4-liao3 功绩:gong1-ji4
务实:wu4-shi2 务必:wu4-bi4 动弹:dong4-tan2 劲儿:jin4-er5 劳务:lao2-wu4 势头:shi4-tou5
勉强:mian3-qiang3 勾当:gou4-dang4 包袱:bao1-fu2 匕首:bi3-shou3 区长:qu1-zhang3 十个:shi2-ge4
十几个:shi2-ji3-ge4 半个:ban4-ge4 华山:hua4-shan1 协调:xie2-tiao2 单个:dan1-ge4
占地:zhan4-di4 危难:wei1-nan4 厂长:chang3-zhang3 厅长:ting1-zhang3 压倒:ya1-dao3
厌恶:yan4-wu4 原地:yuan2-di4 原子弹:yuan2-zi3-dan4 原子核:yuan2-zi3-he2 厦门:xia4-men2
县长:xian4-zhang3 参与:can1-yu4 参谋长:can1-mou2-zhang3 双重:shuang1-chong2 反应:fan3-ying4
反弹:fan3-tan2 取不了:qu3-bu4-liao3 取得:qu3-de2 受不了:shou4-bu4-liao3 变得:bian4-de2
变更:bian4-geng1 古巴:gu3-ba1 古迹:gu3-ji4 古都:gu3-du1 另一方面:ling4-yi4-fang1-mian4
只不过:zhi3-bu2-guo4 只得:zhi3-de2 叫化:jiao4-hua1 可不是:ke3-bu2-shi4 司长:si1-zhang3
叹息:tan4-xi1 各个:ge4-ge4 各地:ge4-di4 合乎:he2-hu1 同一个:tong2-yi2-ge4
同工同酬:tong2-gong1-tong2-chou2 同行:tong2-hang2 名将:ming2-jiang4
名胜古迹:ming2-sheng4-gu3-ji4 君子:jun1-zi3 吩咐:fen1-fu4 含糊:han2-hu2
听不清:ting1-bu5-qing1 告诉:gao4-su4 呐喊:na4-han3 呕吐:ou3-tu4 呼吁:hu1-yu4
命中:ming4-zhong4 咳嗽:ke2-sou4 咽喉:yan1-hou2 响应:xiang3-ying4 哽咽:geng3-ye4
商务:shang1-wu4 商量:shang1-liang2 喇叭:la3-ba1 喘息:chuan3-xi1 喜欢:xi3-huan1 喝道:he4-dao4
喧哗:xuan1-hua2 嘱咐:zhu3-fu4 嘴巴:zui3-ba1 四个:si4-ge4 回应:hui2-ying4 团长:tuan2-zhang3
国务:guo2-wu4 国务卿:guo2-wu4-qing1 国务委员:guo2-wu4-wei3-yuan2 国务院:guo2-wu4-yuan4
国防部长:guo2-fang2-bu4-zhang3 土地:tu3-di4 土地革命:tu3-di4-ge2-ming4 土著:tu3-zhu4
圣地:sheng4-di4 地上:di4-shang4 地下:di4-xia4 地下水:di4-xia4-shui3 地中海:di4-zhong1-hai3
地主:di4-zhu3 地产:di4-chan3 地位:di4-wei4 地势:di4-shi4 地区:di4-qu1 地名:di4-ming2
地图:di4-tu2 地址:di4-zhi3 地域:di4-yu4 地壳:di4-qiao4 地处:di4-chu3 地层:di4-ceng2
地带:di4-dai4 地形:di4-xing2 地方:di4-fang1 地方性:di4-fang1-xing4 地板:di4-ban3 地步:di4-bu4
地段:di4-duan4 地毯:di4-tan3 地点:di4-dian3 地狱:di4-yu4 地球:di4-qiu2 地理:di4-li3
地理学:di4-li3-xue2 地租:di4-zu1 地级市:di4-ji2-shi4 地表:di4-biao3 地被:di4-bei4
地貌:di4-mao4 地质:di4-zhi4 地道:di4-dao4 地里:di4-li3 地铁:di4-tie3 地雷:di4-lei2
地震:di4-zhen4 地面:di4-mian4 场地:chang3-di4 垛口:duo3-kou3 埋怨:man2-yuan4 基地:ji1-di4
堵塞:du3-se4 填不了:tian2-bu4-liao3 境地:jing4-di4 墓地:mu4-di4 增长:zeng1-zhang3
增长率:zeng1-zhang3-lü4 声息:sheng1-xi1 处于:chu3-yu2 处分:chu3-fen4 处境:chu3-jing4
处死:chu3-si3 处理:chu3-li3 处理器:chu3-li3-qi4 处罚:chu3-fa2 处置:chu3-zhi4 处长:chu4-zhang3
复兴:fu4-xing1 复辟:fu4-bi4 外交部长:wai4-jiao1-bu4-zhang3 外地:wai4-di4 外头:wai4-tou5
外长:wai4-zhang3 多个:duo1-ge4 多媒体:duo1-mei2-ti3 大丈夫:da4-zhang4-fu1
大吃一惊:da4-chi1-yi4-jing1 大地:da4-di4 大夫:da4-fu1 大将:da4-jiang4 大爷:da4-ye2
大部分:da4-bu4-fen4 大都:da4-du1 大都城:da4-du1-cheng2 天地:tian1-di4 天地会:tian1-di4-hui4
太监:tai4-jian4 夫人:fu1-ren2 夫妇:fu1-fu4 夫妻:fu1-qi1 失调:shi1-tiao2 头儿:tou2-er5
头发:tou2-fa4 奇迹:qi2-ji4 奢侈:she1-chi3 奥地利:ao4-di4-li4 女子:nü3-zi3 好几个:hao3-ji3-ge4
好奇:hao4-qi2 妓女:ji4-nü3 妖精:yao1-jing1 妥当:tuo3-dang4 妻子:qi1-zi3 姑娘:gu1-niang2
委员长:wei3-yuan2-zhang3 威风凛凛:wei1-feng1-lin3-lin3 娘娘:niang2-niang2 娘子:niang2-zi3
娘家:niang2-jia1 婆婆:po2-po5 媒体:mei2-ti3 子女:zi3-nü3 子弟:zi3-di4 子弹:zi3-dan4
字迹:zi4-ji4 孝感:xiao4-gan3 孝感市:xiao4-gan3-shi4 孢子:bao1-zi3 学子:xue2-zi3
宁愿:ning4-yuan4 宜兴:yi2-xing1 宜城:yi2-cheng2 宜昌:yi2-chang1 宜昌市:yi2-chang1-shi4
宜都:yi2-dou1 实地:shi2-di4 审计长:shen3-ji4-zhang3 宰相:zai3-xiang4 家伙:jia1-huo5
家务:jia1-wu4 家当:jia1-dang4 家长:jia1-zhang3 宿舍:su4-she4 对应:dui4-ying4 对称:dui4-chen4
将士:jiang4-shi4 将领:jiang4-ling3 小将:xiao3-jiang4 少女:shao4-nü3 少妇:shao4-fu4
少将:shao4-jiang4 少年:shao4-nian2 少年儿童:shao4-nian2-er2-tong2 少林:shao4-lin2
少爷:shao4-ye2 尽可能:jin3-ke3-neng2 尽快:jin3-kuai4 尽早:jin3-zao3 尽管:jin3-guan3
尽量:jin3-liang4 局长:ju2-zhang3 山地:shan1-di4 崛起:jue2-qi3 州长:zhou1-zhang3
工匠:gong1-jiang4 工地:gong1-di4 差不多:cha4-bu5-duo1 差别:cha1-bie2 差异:cha1-yi4
差距:cha1-ju4 差额选举:cha1-e2-xuan3-ju3 巴勒斯坦:ba1-le4-si1-tan3 巴基斯坦:ba1-ji1-si1-tan3
巴西:ba1-xi1 巴黎:ba1-li2 市长:shi4-zhang3 师长:shi1-zhang3 帐篷:zhang4-peng2
常务:chang2-wu4 常识:chang2-shi2 干什么:gan4-shen2-me5 干吗:gan4-ma2 干活:gan4-huo2
干流:gan4-liu2 干线:gan4-xian4 干部:gan4-bu4 平地:ping2-di4 平息:ping2-xi1 庄稼:zhuang1-jia4
应付:ying4-fu4 应变:ying4-bian4 应急:ying4-ji2 应用:ying4-yong4 应聘:ying4-pin4
应聘者:ying4-pin4-zhe3 应试:ying4-shi4 度假:du4-jia4 庭长:ting2-zhang3 建都:jian4-du1
开拓:kai1-tuo4 弟子:di4-zi3 弟弟:di4-di5 弹劾:tan2-he2 弹性:tan2-xing4 强劲:qiang2-jing4
强迫:qiang3-po4 归还:gui1-huan2 当作:dang4-zuo4 当做:dang4-zuo4 当地:dang1-di4
当天:dang4-tian1 当成:dang4-cheng2 当晚:dang4-wan3 当真:dang4-zhen1 得不到:de2-bu2-dao4
得以:de2-yi3 得出:de2-chu1 得分:de2-fen1 得到:de2-dao4 得力:de2-li4 得名:de2-ming2
得意:de2-yi4 得来:de2-lai2 得知:de2-zhi1 得罪:de2-zui4 忍不住:ren3-bu2-zhu4 念头:nian4-tou5
忽地:hu1-di4 怎地:zen3-di4 怪不得:guai4-bu4-de2 总得:zong3-dei3 总长:zong3-zhang3
总队长:zong3-dui4-zhang3 恨不得:hen4-bu4-de2 恰当:qia4-dang4 恶心:e3-xin1
想不到:xiang3-bu2-dao4 意思:yi4-si5 意想不到:yi4-xiang3-bu2-dao4 意识:yi4-shi2
意识形态:yi4-shi2-xing2-tai4 感应:gan3-ying4 戏曲:xi4-qu3 成为:cheng2-wei2 成分:cheng2-fen4
成绩:cheng2-ji4 成都:cheng2-du1 成长:cheng2-zhang3 战绩:zhan4-ji4 房地产:fang2-di4-chan3
所长:suo3-zhang3 打倒:da3-dao3 打扮:da3-ban4 扮演:ban4-yan3 投奔:tou2-ben4 投诉:tou2-su4
投降:tou2-xiang2 折腾:zhe1-teng5 报酬:bao4-chou2 抽屉:chou1-ti4 担子:dan4-zi5 拇指:mu3-zhi3
拓展:tuo4-zhan3 拚命:pan4-ming4 拳头:quan2-tou5 拾荒:shi2-huang1 指头:zhi3-tou5
挑战:tiao3-zhan4 挣扎:zheng1-zha2 振兴:zhen4-xing1 排长:pai2-zhang3 提防:di1-fang2
摇晃:yao2-huang4 摔倒:shuai1-dao3 撇开:pie1-kai1 撰写:zhuan4-xie3 收拾:shou1-shi2
改为:gai3-wei2 政务:zheng4-wu4 效应:xiao4-ying4 敞开:chang3-kai1 散发:san4-fa4
散文:san3-wen2 整个:zheng3-ge4 文艺复兴:wen2-yi4-fu4-xing1 斩首:zhan3-shou3 新兴:xin1-xing1
新娘:xin1-niang2 无处:wu2-chu3 早晨:zao3-chen2 星宿:xing1-xiu4 是不是:shi4-bu2-shi4
显著:xian3-zhu4 晃动:huang4-dong4 曝光:bao4-guang1 曲调:qu3-diao4 更为:geng4-wei2
更名:geng1-ming2 更换:geng1-huan4 更改:geng1-gai3 更新:geng1-xin1 最长:zui4-zhang3
有意思:you3-yi4-si5 服务:fu2-wu4 服务业:fu2-wu4-ye4 服务器:fu2-wu4-qi4 朝阳:zhao1-yang2
朝鲜族:chao2-xian3-zu2 木匠:mu4-jiang4 木头:mu4-tou5 本地:ben3-di4 杉木:sha1-mu4
村长:cun1-zhang3 来不了:lai2-bu4-liao3 极为:ji2-wei2 枕头:zhen3-tou5 某个:mou3-ge4
查处:cha2-chu3 树干:shu4-gan4 栖息:qi1-xi1 校长:xiao4-zhang3 检察长:jian3-cha2-zhang3
楚国:chu3-guo2 模样:mu2-yang4 模糊:mo2-hu2 欢乐:huan1-le4 欢呼:huan1-hu1 欢喜:huan1-xi3
欢迎:huan1-ying2 歌曲:ge1-qu3 正月:zheng1-yue4 此地:ci3-di4 武将:wu3-jiang4 每个:mei3-ge4
比不上:bi3-bu2-shang4 气息:qi4-xi1 水分:shui3-fen4 求得:qiu2-de2 沉着:chen2-zhuo2
没收:mo4-shou1 沦为:lun2-wei4 沧海:cang1-hai3 泄露:xie4-lou4 泊位:bo2-wei4
法兰西:fa3-lan2-xi1 波罗的海:bo1-luo2-di4-hai3 活儿:huo2-er5 活泼:huo2-po1 洼地:wa1-di4
流血:liu2-xie3 测量:ce4-liang2 济南:ji3-nan2 浏览:liu2-lan3 浠水:xi1-shui3 涂料:tu2-liao4
消息:xiao1-xi1 淹没:yan1-mo4 清晨:qing1-chen2 清楚:qing1-chu3 清清楚楚:qing1-qing1-chu3-chu3
渤海:bo2-hai3 湿地:shi1-di4 滑稽:hua2-ji1 满地:man3-di4 潇洒:xiao1-sa3 澄清:cheng2-qing1
灾难:zai1-nan4 点着:dian3-zhao2 点缀:dian3-zhui4 烹调:peng1-tiao2
焕然一新:huan4-ran2-yi4-xin1 照片:zhao4-pian1 燕京:yan1-jing1 燕山:yan1-shan1 爱好:ai4-hao4
爱好者:ai4-hao4-zhe3 父子:fu4-zi3 爷爷:ye2-ye2 牌坊:pai2-fang1 特务:te4-wu4 特地:te4-di4
猛地:meng3-di4 率先:shuai4-xian1 率领:shuai4-ling3 玫瑰:mei2-gui1 班长:ban1-zhang3
理事长:li3-shi4-zhang3 琉璃:liu2-li2 琉璃瓦:liu2-li2-wa3 琢磨:zhuo2-mo2 琵琶:pi2-pa2
瑞典:rui4-dian3 甘蔗:gan1-zhe4 甚为:shen4-wei2 甚么:shen2-me5 生息:sheng1-xi1
生长:sheng1-zhang3 田地:tian2-di4 申诉:shen1-su4 电子商务:dian4-zi5-shang1-wu4
电荷:dian4-he4 畜牧:xu4-mu4 畜牧业:xu4-mu4-ye4 畜生:chu4-sheng5 痕迹:hen2-ji4 的确:di2-que4
皇爷:huang2-ye2 盆地:pen2-di4 监利:jian4-li4 监利县:jian4-li4-xian4 目的:mu4-di4
相处:xiang1-chu3 相应:xiang1-ying4 相机:xiang4-ji1 相识:xiang1-shi2 相貌:xiang4-mao4
省长:sheng3-zhang3 看不到:kan4-bu2-dao4 看不清:kan4-bu5-qing1 看似:kan4-shi4 看守:kan1-shou3
真个:zhen1-ge4 真相:zhen1-xiang4 眼睛:yan3-jing1 着力:zhuo2-li4 着地:zhe5-di4 着急:zhao2-ji2
着想:zhuo2-xiang3 着手:zhuo2-shou3 着眼:zhuo2-yan3 着重:zhuo2-zhong4 着陆:zhuo2-lu4
睡着:shui4-zhao2 睡觉:shui4-jiao4 知识:zhi1-shi2 知识产权:zhi1-shi2-chan3-quan2
知识分子:zhi1-shi2-fen4-zi3 石头:shi2-tou5 石子:shi2-zi3 社长:she4-zhang3 祈祷:qi2-dao3
神仙:shen2-xian1 禁不住:jin1-bu2-zhu4 禁地:jin4-di4 种植:zhong4-zhi2 科长:ke1-zhang3
秘书长:mi4-shu1-zhang3 秘鲁:bi4-lu3 积累:ji1-lei3 称为:cheng1-wei2 税务:shui4-wu4
空白:kong4-bai2 空调:kong1-tiao2 站长:zhan4-zhang3 第一个:di4-yi1-ge4 第三个:di4-san1-ge4
第二个:di4-er4-ge4 笼络:long3-luo4 笼罩:long3-zhao4 等离子体:deng3-li2-zi3-ti3 筋斗:jin1-dou3
答应:da1-ying4 糊涂:hu2-tu2 糯米:nuo4-mi3 糯米饭:nuo4-mi3-fan4 累计:lei3-ji4 纸坊:zhi3-fang1
组分:zu3-fen4 组成部分:zu3-cheng2-bu4-fen4 组长:zu3-zhang3 绍兴:shao4-xing1 结实:jie1-shi2
结识:jie2-shi2 给予:ji3-yu3 绝大部分:jue2-da4-bu4-fen4 统一战线:tong3-yi2-zhan4-xian4
统率:tong3-shuai4 缅甸:mian3-dian1 编辑:bian1-ji2 编辑者:bian1-ji2-zhe3 罗马:luo2-ma3
罗马尼亚:luo2-ma3-ni2-ya4 罗马帝国:luo2-ma3-di4-guo2 罢了:ba4-le5 罢免:ba4-mian3
罢工:ba4-gong1 老头儿:lao3-tou5-er5 老爷:lao3-ye2 考卷:kao3-juan4 耕地:geng1-di4
耕种:geng1-zhong4 耳朵:er3-duo3 职务:zhi2-wu4 聘请:pin4-qing3 肚子:du3-zi5 胜地:sheng4-di4
胜迹:sheng4-ji4 胳膊:ge1-bo2 脊椎动物:ji3-zhui1-dong4-wu4 腹地:fu4-di4 自给:zi4-ji3
舌头:she2-tou5 舍不得:she3-bu4-de2 般地:ban1-di4 船只:chuan2-zhi1 船长:chuan2-zhang3
花朵:hua1-duo3 若干个:ruo4-gan1-ge4 苦难:ku3-nan4 草地:cao3-di4 草甸:cao3-dian1
莲子:lian2-zi5 获得:huo4-de2 萎缩:wei1-suo1 营地:ying2-di4 营长:ying2-zhang3 落下:la4-xia4
落地:luo4-di4 著作:zhu4-zuo4 著名:zhu4-ming2 著称:zhu4-cheng1 著述:zhu4-shu4
董事长:dong3-shi4-zhang3 蓦地:mo4-di4 蔓延:man4-yan2 薄弱:bo2-ruo4 薪酬:xin1-chou2
藏族:zang4-zu2 蘑菇:mo2-gu1 蜈蚣:wu2-gong1 行业:hang2-ye4 行为:xing2-wei2 行列:hang2-lie4
行情:hang2-qing2 行长:hang2-zhang3 街坊:jie1-fang1 衡量:heng2-liang2 补给:bu3-ji3
西藏:xi1-zang4 要不是:yao4-bu2-shi4 要求:yao1-qiu2 见得:jian4-de2 见识:jian4-shi2
见长:jian4-zhang3 规矩:gui1-ju3 角色:jue2-se4 角逐:jue2-zhu2 誉为:yu4-wei2 认为:ren4-wei2
认识:ren4-shi2 讯息:xun4-xi1 记载:ji4-zai3 识别:shi2-bie2 诉讼:su4-song4 试卷:shi4-juan4
误差:wu4-cha1 说不定:shuo1-bu2-ding4 调制:tiao2-zhi4 调剂:tiao2-ji4 调和:tiao2-he2
调控:tiao2-kong4 调整:tiao2-zheng3 调节:tiao2-jie2 调解:tiao2-jie3 谷地:gu3-di4
财务:cai2-wu4 质地:zhi4-di4 贷款:dai4-kuan3 赋予:fu4-yu3 赢得:ying2-de2 起诉:qi3-su4
跪倒:gui4-dao3 踪迹:zong1-ji4 身分:shen1-fen4 轨迹:gui3-ji4 转为:zhuan3-wei2 载荷:zai4-he4
较为:jiao4-wei2 迁都:qian1-du1 过分:guo4-fen4 运转:yun4-zhuan4 近乎:jin4-hu1
还原:huan2-yuan2 这一下:zhe4-yi2-xia4 这会儿:zhe4-hui4-er5 这样一来:zhe4-yang4-yi4-lai2
这部分:zhe4-bu4-fen4 进一步:jin4-yi2-bu4 连长:lian2-zhang3 迫击炮:pai3-ji1-pao4
迹象:ji4-xiang4 适宜:shi4-yi2 适应:shi4-ying4 适应性:shi4-ying4-xing4 适当:shi4-dang4
逮捕:dai4-bu3 逻辑:luo2-ji2 遍地:bian4-di4 道长:dao4-zhang3 遗迹:yi2-ji4 部分:bu4-fen4
部长:bu4-zhang3 都城:du1-cheng2 都察院:du1-cha2-yuan4 都市:du1-shi4 都督:du1-du1
都督府:du1-du1-fu3 里头:li3-tou5 重修:chong2-xiu1 重复:chong2-fu4 重庆:chong2-qing4
重庆市:chong2-qing4-shi4 重建:chong2-jian4 重新:chong2-xin1 重新填:chong2-xin1-tian2
重新来:chong2-xin1-lai2 重申:chong2-shen1 重组:chong2-zu3 重重:chong2-chong2
重阳:chong2-yang2 量子:liang4-zi3 钦差:qin1-chai1 钻石:zuan4-shi2 银行:yin2-hang2
银行卡:yin2-hang2-ka3 铺设:pu1-she4 锅巴:guo1-ba1 镇长:zhen4-zhang3 长假:chang2-jia4
长兴:chang2-xing1 长兴镇:chang2-xing1-zhen4 长大:zhang3-da4 长子:zhang3-zi3
长官:zhang3-guan1 长老:zhang3-lao3 长虹:chang2-hong2 长辈:zhang3-bei4 间接:jian4-jie1
间接选举:jian4-jie1-xuan3-ju3 间谍:jian4-die2 间隔:jian4-ge2 闻一多:wen2-yi4-duo1
队伍:dui4-wu3 队长:dui4-zhang3 防务:fang2-wu4 阵地:zhen4-di4 陆地:lu4-di4 陕北:shan3-bei3
陕西:shan3-xi1 陕西省:shan3-xi1-sheng3 院长:yuan4-zhang3 难得:nan2-de2 难民:nan4-min2
雅典:ya3-dian3 青藏高原:qing1-zang4-gao1-yuan2 音乐:yin1-yue4 音乐会:yin1-yue4-hui4
音乐堂:yin1-yue4-tang2 音乐学院:yin1-yue4-xue2-yuan4 顾不得:gu4-bu4-de2 领地:ling3-di4
颠倒:dian1-dao3 馒头:man2-tou5 首相:shou3-xiang4 首都:shou3-du1 首长:shou3-zhang3
驻地:zhu4-di4 骆驼:luo4-tuo2 骚扰:sao1-rao3 骨头:gu3-tou5 骨干:gu3-gan4 高分子:gao1-fen1-zi3
高地:gao1-di4 鱼肚:yu2-du3 鸳鸯:yuan1-yang1 黄陂:huang2-pi2 鼓乐:gu3-yue4
"""
